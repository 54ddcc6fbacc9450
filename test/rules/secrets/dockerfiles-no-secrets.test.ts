import rule from '../../../rules/secrets/dockerfiles-no-secrets';
import { testAssetRule } from '../../asset-rule-tester';

const GITHUB = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;
const PEM = `-----BEGIN PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA7bq9'.repeat(4)}\n`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----\n${'MIIEpAIBAAKCAQEA7bq9'.repeat(4)}\n`;
const dockerfile = (lines: string, files: { [path: string]: string } = {}) => ({
  image: {},
  files: { Dockerfile: `FROM node:22\n${lines}\n`, ...files },
});

testAssetRule(rule, {
  pass: {
    'settings that are no secret': dockerfile('ENV NODE_ENV=production PORT=8080\nARG VERSION=1.2'),
    'an argument without a value': dockerfile('ARG NPM_TOKEN'),
    'the value of another variable': dockerfile('ENV TOKEN=$TOKEN PASSWORD=${PASSWORD}'),
    'names that speak about secrets': dockerfile('ENV SECRET_ARN=orders TOKEN_URL=login.example.com/token'),
    'a mounted secret': dockerfile('RUN --mount=type=secret,id=npm NPM_TOKEN=$(cat /run/secrets/npm) npm ci'),
    'a public certificate': dockerfile('COPY ca.pem /etc/ssl/', { 'ca.pem': CERTIFICATE }),
    '.npmrc without a token': dockerfile('COPY package.json .npmrc ./', {
      '.npmrc': 'registry=https://npm.example.com\n',
    }),
    'a file of another image': dockerfile('COPY --from=build /root/.env /app/.env'),
    'an example of .env': dockerfile('COPY .env.example /app/.env'),
    'a comment': dockerfile('# ENV PASSWORD=Xk29-fjq71'),
    'another file with a secret': dockerfile('COPY . .', { 'app.py': `token = "${GITHUB}"` }),
  },
  fail: {
    'a password in ENV': [
      dockerfile('ENV DB_PASSWORD=Xk29-fjq71'),
      'error Function asset/Dockerfile:2:17 ENV gives DB_PASSWORD a literal',
    ],
    'a password in ENV without an equals sign': [
      dockerfile('ENV DB_PASSWORD Xk29-fjq71'),
      'error Function asset/Dockerfile:2:17 ENV gives DB_PASSWORD a literal',
    ],
    'a password among others, on several lines': [
      dockerfile('ENV STAGE=prod \\\n    API_TOKEN="Xk29 fjq71"'),
      'error Function asset/Dockerfile:3:16 ENV gives API_TOKEN a literal',
    ],
    'the default of an argument': [
      dockerfile('ARG NPM_TOKEN=Xk29-fjq71'),
      'error Function asset/Dockerfile:2:15 ARG gives NPM_TOKEN a literal',
    ],
    'a placeholder': [
      dockerfile('ENV API_TOKEN=your-token-here'),
      'warning Function asset/Dockerfile:2:15 ENV gives API_TOKEN a placeholder, which invites a secret',
    ],
    'a token of a known format': [
      dockerfile(`ENV GH_TOKEN=${GITHUB}`),
      'error Function asset/Dockerfile:2:14 a GitHub token stands here',
    ],
    'a secret in a command': [
      dockerfile('RUN npm ci && \\\n    mysql -uroot -pXk29fjq71 orders'),
      'error Function asset/Dockerfile:3:20 mysql -p is given a literal',
    ],
    'an argument of a command that is written as a list': [
      dockerfile('CMD ["serve", "--password", "Xk29-fjq71"]'),
      'error Function asset/Dockerfile:2:30 password is given a literal',
    ],
    'a file that is written in the Dockerfile, and what follows it': [
      dockerfile(
        'COPY <<-"END" /app/conf\n  password=Xk29-fjq71\n  ENV none\n\tEND\nENV API_TOKEN=Xk29-fjq72',
      ),
      [
        'error Function asset/Dockerfile:3:12 password is given a literal',
        'error Function asset/Dockerfile:6:15 ENV gives API_TOKEN a literal',
      ],
    ],
    'several here-documents of a command': [
      dockerfile('RUN <<ONE cat - <<TWO > b\nPASSWORD=Xk29-fjq71 serve\nONE\ntoken=Xk29-fjq72\nTWO'),
      [
        'error Function asset/Dockerfile:3:10 PASSWORD is given a literal',
        'error Function asset/Dockerfile:5:7 token is given a literal',
      ],
    ],
    'lines that a backtick continues': [
      {
        image: {},
        files: { Dockerfile: '# escape=`\nFROM x\nENV A=1 `\n  API_TOKEN=Xk29-fjq71\nRUN dir C:\\\nENV B=1' },
      },
      'error Function asset/Dockerfile:4:13 ENV gives API_TOKEN a literal',
    ],
    '.env, whatever it holds': [
      dockerfile('COPY package.json .env /app/'),
      'error Function asset/Dockerfile:2:19 COPY puts .env into the image',
    ],
    'the credentials of AWS': [
      dockerfile('ADD --chown=node ["./.aws/credentials", "/root/.aws/credentials"]'),
      'error Function asset/Dockerfile:2:22 ADD puts .aws/credentials into the image',
    ],
    'a private key': [
      dockerfile('COPY server.pem /etc/ssl/', { 'server.pem': PEM }),
      'error Function asset/Dockerfile:2:6 COPY puts server.pem into the image',
    ],
    '.npmrc with a token': [
      dockerfile('COPY .npmrc ./', { '.npmrc': '//npm.example.com/:_authToken=Xk29-fjq71\n' }),
      'error Function asset/Dockerfile:2:6 COPY puts .npmrc into the image',
    ],
    'a Dockerfile of another name': [
      { image: { dockerFile: 'build/web' }, files: { 'build/web': 'FROM node:22\nENV TOKEN=Xk29-fjq71\n' } },
      'error Function asset/build/web:2:11 ENV gives TOKEN a literal',
    ],
  },
});
