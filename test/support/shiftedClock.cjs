// Loaded into a runner with `--require`: its clock is the real one and LOOPWRIGHT_TEST_SHIFT_MS. Only the runner itself gets
// it; what it starts has the real clock, as steps measure themselves.
const RealDate = Date;
const shift = Number(process.env['LOOPWRIGHT_TEST_SHIFT_MS'] ?? 0);
const now = () => RealDate.now() + shift;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, made) => Reflect.construct(target, given.length === 0 ? [now()] : given, made),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
