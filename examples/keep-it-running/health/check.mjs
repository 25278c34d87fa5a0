// Looks at what the shop offers today. Each check says why it is there. Exit code 0: all is well.
import { readFileSync } from 'node:fs';
import { durationOf } from '../src/services.js';

const menu = JSON.parse(readFileSync(new URL('menu.json', import.meta.url), 'utf8'));

const checks = [
  {
    name: 'every service on the menu takes time',
    // In March a service of no minutes filled the calendar until the server had no memory left.
    ok: () => menu.every(({ service }) => durationOf(service) > 0),
    about: () => menu.filter(({ service }) => !(durationOf(service) > 0)).map(({ service }) => service),
  },
  {
    name: 'no service is longer than a day',
    // A typing error once made a cut of 3000 minutes.
    ok: () => menu.every(({ service }) => durationOf(service) < 600),
    about: () => menu.map(({ service }) => service),
  },
];

const broken = checks.filter(({ ok }) => !ok());
for (const { name, about } of broken) console.log(`BROKEN: ${name}: ${about().join(', ')}`);
if (broken.length === 0) console.log(`${checks.length} checks, all is well`);
process.exitCode = broken.length === 0 ? 0 : 1;
