import rule from '../../../rules/encryption-in-transit/glue-connections-require-ssl';
import { testRule } from '../../rule-tester';

const connection = (type: string, properties?: object) => ({
  CatalogId: '111122223333',
  ConnectionInput: { ConnectionType: type, ...(properties && { ConnectionProperties: properties }) },
});
const url = { JDBC_CONNECTION_URL: 'jdbc:postgresql://db.example.com:5432/shop', SECRET_ID: 'shop' };
const ENFORCED = 'Properties.ConnectionInput.ConnectionProperties.JDBC_ENFORCE_SSL';
const plain =
  'the connection may be made without TLS: ConnectionInput.ConnectionProperties.JDBC_ENFORCE_SSL is';

testRule(rule, {
  pass: {
    'a driver that is told to, in the words of each': {
      Resources: Object.fromEntries(
        [
          'jdbc:postgresql://db.example.com/shop?ssl=true',
          'jdbc:postgresql://db.example.com/shop?sslmode=require',
          'jdbc:postgresql://db.example.com/shop?sslmode=verify-full',
          'jdbc:sqlserver://db.example.com;encrypt=true',
          'jdbc:sqlserver://db.example.com;encrypt=strict',
          'jdbc:mysql://db.example.com/shop?requireSSL=true',
          'jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)(HOST=db.example.com)(PORT=2484)))',
          'jdbc:oracle:thin:@tcps://db.example.com:2484/shop',
        ].map((address, index) => [
          `Connection${index}`,
          {
            Type: 'AWS::Glue::Connection',
            Properties: connection('JDBC', { ...url, JDBC_CONNECTION_URL: address }),
          },
        ]),
      ),
    },
    'TLS is required': connection('JDBC', { ...url, JDBC_ENFORCE_SSL: 'true' }),
    'TLS is required by the driver': connection('JDBC', {
      ...url,
      JDBC_CONNECTION_URL: `${url.JDBC_CONNECTION_URL}?sslmode=verify-full`,
    }),
    'the address is one of TLS': connection('JDBC', {
      ...url,
      JDBC_CONNECTION_URL:
        'jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=tcps)(HOST=orders)(PORT=2484)))',
    }),
    'a network connection': connection('NETWORK'),
    'Kafka uses TLS by default': connection('KAFKA', {
      KAFKA_BOOTSTRAP_SERVERS: 'b-1.orders.kafka.amazonaws.com:9094',
    }),
  },
  fail: {
    'nothing is said': [
      connection('JDBC', url),
      `warning Connection ${ENFORCED}: ${plain} not set, and the default is false`,
    ],
    'not required': [
      connection('JDBC', { ...url, JDBC_ENFORCE_SSL: 'false' }),
      `warning Connection ${ENFORCED}: ${plain} false`,
    ],
    'required in production only': [
      connection('JDBC', { ...url, JDBC_ENFORCE_SSL: { 'Fn::If': ['IsProd', 'true', 'false'] } }),
      `info Connection ${ENFORCED} when IsProd is false (Stage is dev): ${plain} false`,
    ],
    'Kafka without TLS': [
      connection('KAFKA', { KAFKA_BOOTSTRAP_SERVERS: 'kafka:9092', KAFKA_SSL_ENABLED: false }),
      'warning Connection Properties.ConnectionInput.ConnectionProperties.KAFKA_SSL_ENABLED: KAFKA_SSL_ENABLED is false: records are read in plain text',
    ],
  },
  review: {
    'set by a parameter': [
      connection('JDBC', { ...url, JDBC_ENFORCE_SSL: { Ref: 'Enforce' } }),
      `review Connection ${ENFORCED}: Enforce has no default, so it is only known at deployment`,
    ],
  },
});
