/** What the launcher tells the process that stands for Electron's main process. */
export interface Boot {
  /** Built main file, run unchanged. */
  readonly main: string;
  /** Modules to require first (`-r`). */
  readonly preloads: readonly string[];
  /** `process.argv` without the program, as Electron shows it. */
  readonly argv: readonly string[];
}
export const bootVariable = 'SEATLINE_DOUBLE_BOOT';
