import rule from '../../../rules/encryption-in-transit/dms-endpoints-use-ssl';
import { testRule } from '../../rule-tester';

const endpoint = (engine: unknown, settings: object = {}) => ({
  EndpointType: 'source',
  EngineName: engine,
  ...settings,
});

const ENGINES = [
  ...['aurora-serverless', 'postgres', 'aurora-postgresql', 'aurora-postgresql-serverless', 'sqlserver'],
  ...['azuredb', 'azure-sql-managed-instance', 'db2', 'db2-zos', 'sybase', 'mongodb', 'docdb'],
];

testRule(rule, {
  pass: {
    'TLS with a checked certificate': endpoint('postgres', { SslMode: 'verify-full' }),
    TLS: endpoint('sqlserver', { SslMode: 'require' }),
    'a bucket is reached by HTTPS': endpoint('s3'),
    'Redshift always takes TLS': endpoint('redshift'),
    'Kafka has settings of its own': endpoint('kafka', { SslMode: 'none' }),
    'whatever the engine, with TLS': endpoint({ Ref: 'Engine' }, { SslMode: 'verify-ca' }),
  },
  fail: {
    'every engine that takes the mode': [
      {
        Resources: Object.fromEntries(
          ENGINES.map((engine, index) => [
            `Endpoint${index}`,
            { Type: 'AWS::DMS::Endpoint', Properties: endpoint(engine) },
          ]),
        ),
      },
      ENGINES.map(
        (engine, index) =>
          `warning Endpoint${index} Properties.SslMode: SslMode is not set, and the default is none: the connection to ${engine} is not encrypted`,
      ),
    ],
    'nothing is said': [
      endpoint('AURORA'),
      'warning Endpoint Properties.SslMode: SslMode is not set, and the default is none: the connection to AURORA is not encrypted',
    ],
    'switched off': [
      endpoint('oracle', { SslMode: 'none' }),
      'warning Endpoint Properties.SslMode: SslMode is none: the connection to oracle is not encrypted',
    ],
    'only in production': [
      endpoint('mysql', { SslMode: { 'Fn::If': ['IsProd', 'verify-ca', { Ref: 'AWS::NoValue' }] } }),
      'info Endpoint Properties.SslMode when IsProd is false (Stage is dev): SslMode is not set, and the default is none: the connection to mysql is not encrypted',
    ],
  },
  review: {
    'the engine is a parameter': [
      endpoint({ Ref: 'Engine' }, { SslMode: 'none' }),
      'review Endpoint Properties.EngineName: Engine has no default, so it is only known at deployment',
    ],
    'the mode is a parameter': [
      endpoint('mariadb', { SslMode: { Ref: 'Mode' } }),
      'review Endpoint Properties.SslMode: Mode has no default, so it is only known at deployment',
    ],
  },
});
