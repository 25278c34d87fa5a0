export { completedLoop } from '../../../src/language/exampleLoop.ts';
