/** Draws how far something is: `[██████··············] 30 %`; of few columns it leaves more to what stands around it. */
export function progressBar(percent: number, columns: number): string {
  const told = `${percent.toFixed(0).padStart(2)} %`;
  const width = widthIn(columns);
  const full = Math.round((Math.min(Math.max(percent, 0), 100) / 100) * width);
  return width === 0 ? told : `[${'█'.repeat(full)}${'·'.repeat(width - full)}] ${told}`;
}

/** The names of what is being done take up to half a line of 50 columns, and all that is too long is cut. */
function widthIn(columns: number): number {
  if (columns >= 70) return 20;
  return columns >= 50 ? 10 : 0;
}
