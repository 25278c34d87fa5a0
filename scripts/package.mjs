// `npm run package`: dist/loopwright.vsix, minified, from a stage beside the checkout's own dist/.

import { packageVsix } from './package/vsix.mjs';
import { dependencies } from './setup/dependencies.mjs';
import { step } from './setup/progress.mjs';

await dependencies();
const vsix = await step('package', packageVsix);
console.log(vsix);
