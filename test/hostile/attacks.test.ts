import { ATTACKS } from './attacks';
import { LIMITS, runAttack } from './run-attack';

/** Each ends by itself, within bounds of time and memory, and says what came of it. */
test.each(ATTACKS.map((attack) => [attack.name, attack] as const))(
  '%s',
  (_, attack) => {
    const { status, output } = runAttack(attack);
    expect(output).toMatch(attack.says);
    if (attack.hides) expect(output).not.toMatch(attack.hides);
    expect(output).not.toContain('internal error');
    expect(status).toBe(attack.status);
  },
  (LIMITS.seconds + 10) * 1000,
);
