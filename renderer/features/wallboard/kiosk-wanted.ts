/** `?kiosk=1` in the page's address opens the wallboard as a picture for the wall. */
export const kioskWanted = (): boolean => new URLSearchParams(window.location.search).get('kiosk') === '1';
