/** Made by scripts/build/hostSuites.mjs: loading it declares every suite of `test/host/**` to mocha. */
declare module 'virtual:host-suites' {}
