import { ATTACKS } from '../test/hostile/attacks';
import { LIMITS, runAttack } from '../test/hostile/run-attack';

/** `npm run attacks [-- words of a name]`: what each hostile input comes to, and what it takes. */
const wanted = process.argv.slice(2).join(' ');
console.log(`| attack | exit | seconds (limit ${LIMITS.seconds}) | MB | as it should be |`);
console.log('| --- | --- | --- | --- | --- |');
for (const attack of ATTACKS.filter(({ name }) => name.includes(wanted))) {
  const { status, output, seconds, megabytes } = runAttack(attack);
  const isRight = status === attack.status && attack.says.test(output) && !attack.hides?.test(output);
  const cells = [attack.name, status, seconds.toFixed(1), megabytes.toFixed(0), isRight ? 'yes' : 'no'];
  console.log(`| ${cells.join(' | ')} |`);
  if (!isRight) {
    process.exitCode = 1;
    console.error(output.slice(0, 1000));
  }
}
