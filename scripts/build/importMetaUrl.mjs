import { pathToFileURL } from 'node:url';

// Injected into CommonJS bundles, where `import.meta.url` does not exist. Marked pure: a bundle that never asks drops it.
export const importMetaUrl = /* @__PURE__ */ String(/* @__PURE__ */ pathToFileURL(__filename));
