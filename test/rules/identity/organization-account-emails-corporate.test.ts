import rule from '../../../rules/identity/organization-account-emails-corporate';
import { testRule } from '../../rule-tester';

const account = (email: unknown) => ({ AccountName: 'workloads', Email: email });
const PERSON = "looks like one person's name, where a distribution list outlasts people";
const FREE = 'gives mailboxes to everyone: use an address in a domain of the company';

testRule(rule, {
  pass: {
    'a list with a plus address': account('aws+workloads@example.com'),
    'a list of two words': account('cloud.operations@example.com'),
    'one word': account('platform@example.co.uk'),
    'the account fills in a part': account({ 'Fn::Sub': 'aws+${AccountName}@example.com' }),
    'a domain that only begins like that of a provider': account('aws@gmail-archive.example.com'),
  },
  fail: {
    'a free mailbox': [account('shop.aws@gmail.com'), `warning Account Properties.Email: gmail.com ${FREE}`],
    'one in a country of its own': [
      account('Shop@Yahoo.co.uk'),
      `warning Account Properties.Email: yahoo.co.uk ${FREE}`,
    ],
    'by number': [account('shop@163.com'), `warning Account Properties.Email: 163.com ${FREE}`],
    'the account fills in a part of a free mailbox': [
      account({ 'Fn::Sub': 'shop+${AccountName}@outlook.com' }),
      `warning Account Properties.Email: outlook.com ${FREE}`,
    ],
    'a person of the company': [
      account('jane.doe@example.com'),
      `info Account Properties.Email: jane.doe ${PERSON}`,
    ],
    'a person, with a plus address': [
      account('jane.doe+aws@example.com'),
      `info Account Properties.Email: jane.doe+aws ${PERSON}`,
    ],
    'outside production': [
      account({ 'Fn::If': ['IsProd', 'aws@example.com', 'shop@gmx.net'] }),
      `info Account Properties.Email when IsProd is false (Stage is dev): gmx.net ${FREE}`,
    ],
    'by default': [
      {
        Parameters: { Email: { Type: 'String', Default: 'shop@icloud.com' } },
        Resources: {
          Account: { Type: 'AWS::Organizations::Account', Properties: account({ Ref: 'Email' }) },
        },
      },
      `warning Account Properties.Email when Email is shop@icloud.com: icloud.com ${FREE}`,
    ],
  },
  review: {
    'a parameter gives it': [
      account({ Ref: 'Email' }),
      'review Account Properties.Email: Email has no default, so it is only known at deployment',
    ],
    'a parameter gives the domain': [
      account({ 'Fn::Sub': 'aws+workloads@${Domain}' }),
      'review Account Properties.Email: Domain has no default, so it is only known at deployment',
    ],
  },
});
