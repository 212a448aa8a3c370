import type { Area } from '../migrations';

/** Where numbers are from: area codes, mobile prefixes with their operators, allotments of mobile numbers to places. */
export const regionsArea: Area = {
  name: 'regions',
  steps: [
    `
    CREATE TABLE region_area (code TEXT PRIMARY KEY, city TEXT NOT NULL, province TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE region_prefix (prefix TEXT PRIMARY KEY, operator TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE region_segment (segment TEXT PRIMARY KEY, code TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `,
  ],
};
