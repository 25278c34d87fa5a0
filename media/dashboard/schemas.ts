// What the page checks messages with: a module of its own, so that it can be loaded after the first picture.
export { dashboardPageSchema } from '../../src/protocol/dashboardView.ts';
