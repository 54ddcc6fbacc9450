import type { App } from '../../lib/model/app';
import type { Resource } from '../../lib/model/entity';
import type { Outcome } from '../../lib/model/expectation';
import { remember } from '../../lib/model/remember';
import type { Value } from '../../lib/model/value';
import { fail, review, rule } from '../../lib/rule';

const SECRET = 'AWS::SecretsManager::Secret';
const SCHEDULE = 'AWS::SecretsManager::RotationSchedule';
const ATTACHMENT = 'AWS::SecretsManager::SecretTargetAttachment';

export default rule({
  id: 'secrets-rotation-configured',
  title: 'Secrets are rotated, at least every 90 days',
  severity: 'warning',
  control: 'CREDENTIAL-ROTATION',
  resources: [SECRET, SCHEDULE],
  why: 'A secret that is never changed works for whoever once learned it, and nobody knows what breaks when it has to be changed in a hurry.',
  fix: 'Add an AWS::SecretsManager::RotationSchedule (in CDK: secret.addRotationSchedule), or let RDS, Aurora or Redshift manage the master user with ManageMasterUserPassword; waive the rule for secrets that only a third party can change.',
  docs: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_managed.html',
  ],
  options: {
    maximumDays: { default: 90, description: 'The most days from one rotation of a secret to the next.' },
  },

  check: (resource, { maximumDays }) =>
    resource.type === SECRET
      ? resource.attribute('Type').expect(() => isRotated(resource))
      : resource.property('RotationRules').expect((rules) => isOftenEnough(rules, maximumDays)),
});

function isRotated(secret: Resource): Outcome | undefined {
  if (schedulesOf(secret).some((schedule) => schedule.exists)) return undefined;
  const { named, unknown } = schedulesByName(secret.app);
  const own = secret.get('Name').literal;
  if (own !== undefined && named.get(own)?.exists) return undefined;
  if (unknown.some((schedule) => schedule.exists))
    return review('the app has a rotation schedule whose secret is only known at deployment');
  return fail('no rotation schedule is set for the secret');
}

/** A schedule names the secret itself, or what attaches it to its database. */
const schedulesOf = (secret: Resource): Resource[] =>
  [secret, ...secret.referring(ATTACHMENT, 'SecretId')].flatMap((one) => one.referring(SCHEDULE, 'SecretId'));

/** The schedules that name their secret by a text, and those of which only deployment tells. */
const schedulesByName = remember((app: App) => {
  const named = new Map<string, Resource>();
  const unknown: Resource[] = [];
  for (const schedule of app.resourcesOf(SCHEDULE)) {
    const names = schedule.property('SecretId').literals;
    for (const name of names) named.set(nameIn(name), schedule);
    const isReference = schedule.references.some(({ path }) => path === 'Properties.SecretId');
    if (names.length === 0 && !isReference) unknown.push(schedule);
  }
  return { named, unknown };
});

/** Secrets Manager puts six characters behind the name in an ARN. */
const nameIn = (id: string) =>
  /^arn:[\w-]+:secretsmanager:[^:]*:[^:]*:secret:(.+?)(-\w{6})?$/.exec(id)?.[1] ?? id;

function isOftenEnough(rules: Value, maximumDays: number): Outcome | undefined {
  const expression = rules.get('ScheduleExpression');
  const after = rules.get('AutomaticallyAfterDays');
  if (!expression.isGiven && !after.isGiven)
    return fail('the schedule has neither AutomaticallyAfterDays nor ScheduleExpression, so it never comes');
  const [days, at] = expression.isGiven ? [daysOf(expression.text ?? ''), expression] : [after.number, after];
  if (days === undefined || days <= maximumDays) return undefined;
  return fail(`the secret is rotated every ${days} days, and should be at least every ${maximumDays}`, {
    at,
  });
}

/** The most days between two dates of `rate(…)` or `cron(…)`; undefined where it cannot be told, or is short. */
function daysOf(expression: string): number | undefined {
  const rate = /^\s*rate\(\s*(\d+)\s+(day|hour)s?\s*\)/i.exec(expression);
  if (rate) return Number(rate[1]) / (rate[2]?.toLowerCase() === 'hour' ? 24 : 1);
  const months = /^\s*cron\(\s*\S+\s+\S+\s+\S+\s+(\S+)/i.exec(expression)?.[1];
  const step = months && /^\d{0,2}\*?\/(\d{1,2})$/.exec(months)?.[1];
  if (step) return Number(step) * DAYS_OF_MONTH;
  if (months && /^\w+(,\w+)*$/.test(months)) return Math.ceil(12 / months.split(',').length) * DAYS_OF_MONTH;
  return undefined;
}

/** Every third month counts as every 90 days. */
const DAYS_OF_MONTH = 30;
