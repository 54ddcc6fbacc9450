'use strict';
const { coverageThreshold } = require('../jest.config.json');

/** The floor of coverage only rises: where coverage has grown a whole point beyond it, jest.config.json has to say so. */
class CoverageFloor {
  onRunComplete(_, results) {
    this.results = results;
  }

  /** Asked after the reporter of coverage has added its map to the results. */
  getLastError() {
    const { coverageMap, numFailedTests } = this.results;
    if (this.error || !coverageMap || numFailedTests > 0) return this.error;
    const reached = coverageMap.getCoverageSummary().toJSON();
    const grown = Object.entries(coverageThreshold.global)
      .filter(([kind, floor]) => reached[kind].pct >= floor + 1)
      .map(([kind]) => `${kind} to ${Math.floor(reached[kind].pct)}`);
    if (grown.length > 0) {
      this.error = new Error(`coverage has grown: raise its floor in jest.config.json, ${grown.join(', ')}`);
      process.stderr.write(`${this.error.message}\n`); // the runner only counts it
    }
    return this.error;
  }
}

module.exports = CoverageFloor;
