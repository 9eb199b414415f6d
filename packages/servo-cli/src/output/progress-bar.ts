const width = 20;

/** Draws how far something is: `[██████··············] 30 %`. */
export function progressBar(percent: number): string {
  const full = Math.round((Math.min(Math.max(percent, 0), 100) / 100) * width);
  return `[${'█'.repeat(full)}${'·'.repeat(width - full)}] ${percent.toFixed(0).padStart(2)} %`;
}
