/** The only channels between a page and the desk. Messages are those of shared/bridge/wire. */
export const bridgeChannels = {
  toDesk: 'seatline:desk',
  toPage: 'seatline:page',
  closed: 'seatline:closed',
} as const;
