import { PRODUCTS } from './ledger.mjs';

const number = new Intl.NumberFormat('en');
const money = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Renders an HTML page that says what a shop sold of each product in a month, and for how much. */
export function renderReport({ shop, month, receipts }) {
  const rows = salesByProduct(receipts).map(
    ({ product, pieces, cents }) =>
      `<tr><td>${product}</td><td>${number.format(pieces)}</td><td>${money.format(cents / 100)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Shop ${shop}, month ${month}</title></head>
<body>
<h1>Shop ${shop}, month ${month}: ${number.format(receipts.length)} receipts</h1>
<table>
<tr><th>Product</th><th>Pieces</th><th>Revenue</th></tr>
${rows.join('\n')}
</table>
</body>
</html>
`;
}

function salesByProduct(receipts) {
  const sales = PRODUCTS.map((product) => ({ product, pieces: 0, cents: 0 }));
  for (const { lines } of receipts) {
    for (const { product, quantity, cents } of lines) {
      sales[product].pieces += quantity;
      sales[product].cents += quantity * cents;
    }
  }
  return sales.sort((a, b) => b.cents - a.cents);
}
