import * as z from 'zod';

/**
 * To be imported before anything that makes a schema. zod compiles a function for each object schema that is used: when a
 * runner starts, a few values of each kind are read and somebody waits for it. Folding a journal of 160,000 events was no
 * faster with those functions either, and they take memory.
 */
z.config({ jitless: true });
