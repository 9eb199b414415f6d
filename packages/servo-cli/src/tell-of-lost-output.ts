/** Says once that the result could not be written, as to a disk that is full, and lets the process fail. */
export function tellOfLostOutput(): void {
  const { stdout, stderr } = process;
  let isTold = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || isTold) return; // whoever read has had enough, as `head` has
    isTold = true;
    process.exitCode ||= 1;
    stderr.write(`Standard output cannot be written: ${error.message}\n`);
  });
}
