/** Emergency numbers by country; 112 and 911 lead to help from mobile networks nearly everywhere, hence the default. */
const byCountry: Readonly<Record<string, readonly string[]>> = {
  AU: ['000', '112'],
  BR: ['190', '192', '193'],
  CA: ['911'],
  CN: ['110', '112', '119', '120', '122'],
  GB: ['999', '112'],
  HK: ['999', '112'],
  IN: ['112', '100', '101', '102', '108'],
  JP: ['110', '118', '119'],
  KR: ['112', '119'],
  MO: ['999', '110', '112'],
  MX: ['911'],
  MY: ['999', '112'],
  NZ: ['111', '112'],
  RU: ['112', '101', '102', '103'],
  SG: ['999', '995', '112'],
  TH: ['191', '1669', '112'],
  TW: ['110', '119', '112'],
  US: ['911'],
};
const elsewhere: readonly string[] = ['112'];

export const isEmergency = (digits: string, country: string): boolean =>
  (byCountry[country.toUpperCase()] ?? elsewhere).includes(digits);
