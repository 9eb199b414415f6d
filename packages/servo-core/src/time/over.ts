/**
 * The reason of aborts that only end a wait nobody looks at any more. Without a reason, each abort would make an exception
 * with a stack, which costs more than the wait.
 */
export const over = 'over';
