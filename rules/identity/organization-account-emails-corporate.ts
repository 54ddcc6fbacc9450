import { tokens } from '../../lib/model/environment';
import type { Outcome } from '../../lib/model/expectation';
import { fail, rule } from '../../lib/rule';

/** Where anyone can have a mailbox; providers with a domain for each country by the first part of it. */
const FREE_MAIL =
  /^((gmail|googlemail|gmx|hotmail|live|outlook|yahoo|yandex|ymail)\.(com|net|(com?\.)?[a-z]{2})|(126|163|aliyun|aol|fastmail|foxmail|hey|icloud|mac|mail|me|msn|naver|protonmail|qq|rediffmail|rocketmail|sina|sohu|tutanota|zoho|zohomail)\.com|(hanmail|laposte|yeah|daum)\.net|(pm|proton)\.me|mail\.ru|tuta\.io|(t-online|web)\.de|(free|orange)\.fr|libero\.it)$/;

/** Words of an address that stands for a team or a purpose, not for a person. */
const SHARED = new Set(
  `account accounts admin admins alerts amazon api app apps audit aws backup billing business cloud company contact corp
  data dev developers development devops domain engineering finance group hosting hostmaster info infra infrastructure
  it legal list log logging logs mail master network noreply notifications office operations ops org organization owner
  owners platform prod production reply root sandbox sec security service services shared site sre staging support sys
  sysadmin system systems team tech technology test tools webmaster workload workloads`
    .trim()
    .split(/\s+/),
);

export default rule({
  id: 'organization-account-emails-corporate',
  title: 'Accounts of the organization belong to an address of the company that several people read',
  severity: 'warning',
  control: 'ACCOUNT-CONTACTS',
  resources: ['AWS::Organizations::Account'],
  why: 'Whoever reads the mailbox can reset the password of the root user. A private mailbox leaves with its owner, and warnings of AWS about the account are read by nobody.',
  fix: 'Use a distribution list in a domain of the company, with a plus address for each account: aws+workloads@example.com.',
  docs: [
    'https://docs.aws.amazon.com/accounts/latest/reference/best-practices-root-user.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html#ru-bp-group',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-organizations-account.html#cfn-organizations-account-email',
  ],

  check: (account) =>
    account.property('Email').expect((email) => {
      const [, local = '', domain] = /^(.*)@([\w.-]+)$/.exec(email.outline.trim().toLowerCase()) ?? [];
      // Where a parameter gives all of it, nothing can be told of it yet.
      return domain === undefined ? void email.text : judged(local, domain);
    }),
});

function judged(local: string, domain: string): Outcome | undefined {
  if (FREE_MAIL.test(domain))
    return fail(`${domain} gives mailboxes to everyone: use an address in a domain of the company`);
  if (!isOfPerson(local)) return undefined;
  return fail(`${local} looks like one person's name, where a distribution list outlasts people`, {
    severity: 'info',
  });
}

/** `jane.doe`, also with something after a plus; not `aws.billing`. */
const isOfPerson = (local: string): boolean =>
  /^[a-z]+[._][a-z]+(\+.*)?$/.test(local) &&
  !tokens(local.replace(/\+.*/, '')).some((word) => SHARED.has(word));
