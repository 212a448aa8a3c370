import { config } from 'zod';

// zod tries `new Function` once to see whether it may compile schemas; the page's policy forbids it and would report
// every attempt. This module is imported before any schema.
config({ jitless: true });
