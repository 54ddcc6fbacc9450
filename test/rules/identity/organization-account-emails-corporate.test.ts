import rule from '../../../rules/identity/organization-account-emails-corporate';
import { testRule } from '../../rule-tester';

const account = (email: unknown) => ({ AccountName: 'workloads', Email: email });
const PERSON = "looks like one person's name, where a distribution list outlasts people";
const FREE = 'gives mailboxes to everyone: use an address in a domain of the company';

const PROVIDERS = [
  ...['googlemail.com', 'hotmail.com', 'live.com', 'yandex.ru', 'ymail.com', 'yahoo.com.br', '126.com'],
  ...['aliyun.com', 'aol.com', 'fastmail.com', 'foxmail.com', 'hey.com', 'mac.com', 'mail.com', 'me.com'],
  ...['msn.com', 'naver.com', 'protonmail.com', 'qq.com', 'rediffmail.com', 'rocketmail.com', 'sina.com'],
  ...['sohu.com', 'tutanota.com', 'zoho.com', 'zohomail.com', 'hanmail.net', 'laposte.net', 'yeah.net'],
  ...['daum.net', 'pm.me', 'proton.me', 'mail.ru', 'tuta.io', 't-online.de', 'web.de', 'free.fr'],
  ...['orange.fr', 'libero.it'],
];

testRule(rule, {
  pass: {
    'a domain that only ends like that of a provider': account('aws@not-gmail.com'),
    'a list of which one word says so': account('aws.shop@example.com'),
    'a version is no name': account('orders.v2@example.com'),
    'nor is what only ends like one': account('shop4.orders@example.com'),
    'a list with a plus address': account('aws+workloads@example.com'),
    'a list of two words': account('cloud.operations@example.com'),
    'one word': account('platform@example.co.uk'),
    'the account fills in a part': account({ 'Fn::Sub': 'aws+${AccountName}@example.com' }),
    'a domain that only begins like that of a provider': account('aws@gmail-archive.example.com'),
    'a domain of the company that is called like a provider': account('aws@live.example.com'),
  },
  fail: {
    'every provider': [
      {
        Resources: Object.fromEntries(
          PROVIDERS.map((domain, index) => [
            `Account${index}`,
            { Type: 'AWS::Organizations::Account', Properties: account(`shop@${domain}`) },
          ]),
        ),
      },
      PROVIDERS.map((domain, index) => `warning Account${index} Properties.Email: ${domain} ${FREE}`),
    ],
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
    'a parameter gives the end of the domain': [
      account({ 'Fn::Sub': 'shop@gmail.${Country}' }),
      'review Account Properties.Email: Country has no default, so it is only known at deployment',
    ],
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
