/** Styles are imported for their effect; vite collects them into one file. */
declare module '*.css';
