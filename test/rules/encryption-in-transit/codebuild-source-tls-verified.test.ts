import rule from '../../../rules/encryption-in-transit/codebuild-source-tls-verified';
import { testRule } from '../../rule-tester';

const project = {
  Artifacts: { Type: 'NO_ARTIFACTS' },
  Environment: {
    ComputeType: 'BUILD_GENERAL1_SMALL',
    Image: 'aws/codebuild/standard:7.0',
    Type: 'LINUX_CONTAINER',
  },
  ServiceRole: 'arn:aws:iam::111122223333:role/build',
};
const source = {
  Type: 'GITHUB_ENTERPRISE',
  Location: 'https://github.example.com/shop/web.git',
  SourceIdentifier: 'web',
};
const insecure = (value: unknown) => ({ ...project, Source: { ...source, InsecureSsl: value } });
const message = 'InsecureSsl is true: the certificate of the GitHub Enterprise server is not checked';

testRule(rule, {
  pass: {
    'the certificate is checked by default': { ...project, Source: source },
    'switched off explicitly': insecure(false),
    'a source that does not heed the setting': {
      ...project,
      Source: { Type: 'GITHUB', Location: 'https://github.com/shop/web.git', InsecureSsl: true },
    },
  },
  fail: {
    'the certificate is not checked': [
      insecure(true),
      `error Project Properties.Source.InsecureSsl: ${message}`,
    ],
    'a secondary source': [
      { ...project, Source: source, SecondarySources: [{ ...source, InsecureSsl: 'true' }] },
      `error Project Properties.SecondarySources[0].InsecureSsl: ${message}`,
    ],
    'for a test system only': [
      insecure({ 'Fn::If': ['IsProd', false, true] }),
      `info Project Properties.Source.InsecureSsl when IsProd is false (Stage is dev): ${message}`,
    ],
  },
  review: {
    'set by a parameter': [
      insecure({ Ref: 'Insecure' }),
      'review Project Properties.Source.InsecureSsl: Insecure has no default, so it is only known at deployment',
    ],
  },
  options: {
    'in a test environment': [
      insecure(true),
      { environment: 'non-production' },
      `warning Project Properties.Source.InsecureSsl: ${message}`,
    ],
  },
});
