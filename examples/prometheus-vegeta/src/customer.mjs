const options = 500;

/** Draws the options that customers ask for: the first twice as often as the second, three times as often as the third. */
export function customer() {
  const ends = [];
  let total = 0;
  for (let rank = 1; rank <= options; rank++) ends.push((total += 1 / rank));
  return () => {
    const lot = Math.random() * total;
    return 1 + ends.findIndex((end) => lot < end);
  };
}
