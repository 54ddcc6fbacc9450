export interface Options {
  /** How often each variant is run. */
  runs: number;
  /** A folder of templates. */
  corpus: string | undefined;
  /** Names of what is left out where it would take too long. */
  without: readonly string[];
  /** A folder for what is made for the run. */
  scratch: string;
}

export interface Section {
  name: string;
  title: string;
  /** Measures, and says in Markdown what came of it. */
  run(options: Options): Promise<string>;
}
