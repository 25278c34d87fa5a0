/** A module such as an agent could have written, and the checks of its loop. */
export const shopPath = 'src/shop.js';

export const shopHead = `import { round } from './round.js';

// Prices are in cents.
const freeFrom = 5000;
const shipping = 490;

export function total(lines, coupon) {
  let sum = 0;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    sum += line.price * line.count;
  }
  if (coupon && coupon.percent > 0) {
    sum = sum - (sum * coupon.percent) / 100;
  }
  return sum >= freeFrom ? sum : sum + shipping;
}

export function page(items, number, size = 10) {
  const first = (number - 1) * size;
  const last = Math.min(first + size, items.length);
  return { items: items.slice(first, last), more: last < items.length };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

export function inStock(items, wanted) {
  return items.some((item) => item.name === wanted && item.left > 0);
}

export function shorten(text, longest) {
  const clean = text.trim();
  if (clean.length <= longest) return clean;
  return clean.slice(0, longest - 1) + '…';
}

/*
 * Days between two dates.
 */
export function days(from, to) {
  const ms = to - from;
  return Math.floor(ms / (24 * 60 * 60 * 1000));
}

export function nameOf(user, fallback) {
  const given = user.given ?? fallback;
  return user.family.length > 0 && given !== '' ? given + ' ' + user.family : given || user.login;
}

export function clamp(value, low, high) {
  if (value < low) return low;
  return value > high ? high : value;
}
`;

/** What the module was before: its newest functions are not there yet, and `total` has a fault. */
export const shopBase = `import { round } from './round.js';

// Prices are in cents.
const freeFrom = 5000;
const shipping = 490;

export function total(lines, coupon) {
  let sum = 0;
  for (let index = 0; index <= lines.length; index++) {
    const line = lines[index];
    sum += line.price * line.count;
  }
  return sum > freeFrom ? sum : sum + shipping;
}
`;

/** Throws when a check fails. `module` has the exported functions. */
export const shopChecks = `
const same = (a, b) => { if (JSON.stringify(a) !== JSON.stringify(b)) throw new Error(JSON.stringify(a) + ' is not ' + JSON.stringify(b)); };
const { total, page, median, inStock, shorten, days, nameOf, clamp } = module;
same(total([{ price: 100, count: 3 }, { price: 250, count: 2 }]), 1290);
same(total([{ price: 2500, count: 2 }]), 5000);
same(total([{ price: 4000, count: 2 }], { percent: 25 }), 6000);
same(total([{ price: 4000, count: 2 }], { percent: 0 }), 8000);
const items = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
same(page(items, 1, 5), { items: [1, 2, 3, 4, 5], more: true });
same(page(items, 3, 5), { items: [11, 12], more: false });
same(page(items, 2), { items: [11, 12], more: false });
same(page(items, 1).items.length, 10);
same(median([5, 1, 10]), 5);
same(median([10, 2, 9, 3]), 6);
same(median([7]), 7);
same(inStock([{ name: 'tea', left: 1 }], 'tea'), true);
same(inStock([{ name: 'tea', left: 0 }, { name: 'mug', left: 3 }], 'tea'), false);
same(inStock([], 'tea'), false);
same(shorten('  hello ', 5), 'hello');
same(shorten('hello world', 6), 'hello…');
same(days(0, 86400000 * 3), 3);
same(days(0, 86400000 * 3 - 1), 2);
same(nameOf({ given: 'Ada', family: 'L', login: 'al' }, 'x'), 'Ada L');
same(nameOf({ family: 'L', login: 'al' }, 'Ms'), 'Ms L');
same(nameOf({ given: 'Ada', family: '', login: 'al' }, 'x'), 'Ada');
same(nameOf({ given: '', family: 'L', login: 'al' }, 'x'), 'al');
same(clamp(5, 1, 9), 5);
same(clamp(-5, 1, 9), 1);
same(clamp(50, 1, 9), 9);
`;

const [constants = '', ...functions] = shopHead.split(/^(?=export function )/m);
const [same = ''] = shopChecks.match(/^const same = .*$/m) ?? [];
const [items = ''] = shopChecks.match(/^const items = .*$/m) ?? [];

/** Each function as a module of its own with its checks: small files cost little to parse. */
export const shopParts = functions.map((text) => {
  const name = /function (\w+)/.exec(text)?.[1] ?? '';
  const own = shopChecks.split('\n').filter((line) => line.startsWith(`same(${name}(`));
  return {
    head: constants.replace(/^import .*\n/, '') + text,
    checks: [same, items, `const { ${name} } = module;`, ...own].join('\n'),
  };
});
