'use strict';
const { coverageThreshold } = require('../jest.config.json');

/** The floor of coverage only rises: where coverage has grown a whole point beyond it, jest.config.json has to say so. */
class CoverageFloor {
  onRunComplete(_, { coverageMap, numFailedTests }) {
    if (!coverageMap || numFailedTests > 0) return;
    const reached = coverageMap.getCoverageSummary().toJSON();
    const low = Object.entries(coverageThreshold.global).filter(
      ([kind, floor]) => reached[kind].pct >= floor + 1,
    );
    for (const [kind] of low)
      this.error = new Error(
        `coverage of ${kind} has grown to ${reached[kind].pct} %: raise its floor in jest.config.json to ${Math.floor(reached[kind].pct)}`,
      );
  }

  getLastError() {
    return this.error;
  }
}

module.exports = CoverageFloor;
