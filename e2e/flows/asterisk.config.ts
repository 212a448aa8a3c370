import { defineConfig } from 'vitest/config';

/**
 * The flows of the desk before a real exchange: `SEATLINE_EXCHANGE=asterisk-16 npx vitest run -c e2e/flows/asterisk.config.ts`.
 * Telephones ring in real time, so most of it is waiting: files run beside each other, each with an exchange of its own.
 */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export of its configuration
export default defineConfig({
  test: {
    name: process.env.SEATLINE_EXCHANGE ?? 'simulated',
    root: new URL('../..', import.meta.url).pathname,
    include: ['e2e/flows/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: 5,
  },
});
