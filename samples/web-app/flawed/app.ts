import { join } from 'node:path';
import {
  App,
  CfnOutput,
  CfnParameter,
  Duration,
  RemovalPolicy,
  SecretValue,
  Stack,
  Validations,
} from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { CompetencyChecks } from 'competency-nag/cdk';
import type { Construct } from 'constructs';

/** Folio & Fern, a bookshop on the web: load balancer, web servers, database and order confirmations. */
class Bookshop extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'Folio & Fern, a bookshop on the web' });

    const paymentPassword = new CfnParameter(this, 'PaymentPassword', {
      noEcho: true,
      default: 'Quarto+Octavo=24',
    });
    const paymentAccount = new secretsmanager.Secret(this, 'PaymentAccount', {
      secretStringValue: SecretValue.cfnParameter(paymentPassword),
    });

    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1 });

    const database = new rds.DatabaseInstance(this, 'Database', {
      vpc,
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }),
      instanceType: ec2.InstanceType.of(ec2.InstanceClass.M6G, ec2.InstanceSize.LARGE),
      databaseName: 'shop',
      credentials: rds.Credentials.fromPassword('shop', SecretValue.unsafePlainText('paper-moth-1894')),
      multiAz: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const baskets = new dynamodb.Table(this, 'Baskets', {
      partitionKey: { name: 'reader', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const covers = new s3.Bucket(this, 'Covers', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      removalPolicy: RemovalPolicy.DESTROY,
      autoDeleteObjects: true,
    });

    const orderMailer = new lambda.Function(this, 'OrderMailer', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      timeout: Duration.seconds(30),
      environment: {
        MAIL_URL: 'https://mail.foliofern.internal/send',
        MAIL_PASSWORD: 'dog-eared-Folio-66',
      },
      code: lambda.Code.fromInline(`
        const { MAIL_URL, MAIL_PASSWORD } = process.env;
        exports.handler = async ({ to, title }) => {
          const reply = await fetch(MAIL_URL, {
            method: 'POST',
            headers: { authorization: 'Basic ' + btoa('orders:' + MAIL_PASSWORD) },
            body: JSON.stringify({ to, subject: title + ' is on its way to you' }),
          });
          if (!reply.ok) throw new Error('The mail server answered ' + reply.status);
        };`),
    });

    const thumbnails = new lambda.DockerImageFunction(this, 'Thumbnails', {
      timeout: Duration.seconds(30),
      environment: { IMAGE_SERVICE: 'https://images.foliofern.internal/covers' },
      code: lambda.DockerImageCode.fromImageAsset(join(__dirname, 'thumbnails'), {
        buildArgs: { NPM_TOKEN: 'bindery-registry-90415' },
      }),
    });

    const userData = ec2.UserData.forLinux();
    userData.addCommands(
      'dnf install -y git nodejs22 ruby wget',
      'wget -qO /tmp/agent https://aws-codedeploy-eu-west-1.s3.eu-west-1.amazonaws.com/latest/install',
      'ruby /tmp/agent auto',
      'git clone https://deploy:T0rn-C0rner-37@git.foliofern.internal/shop-settings.git /etc/shop',
      'cat >> /etc/shop/shop.env <<SETTINGS',
      `DB_HOST=${database.dbInstanceEndpointAddress}`,
      `BASKETS=${baskets.tableName}`,
      `COVERS=${covers.bucketName}`,
      'SESSION_SECRET=marbled-endpaper-5521',
      'SETTINGS',
    );
    const shopImage: ec2.IMachineImage = {
      getImage: () => ({ imageId: 'ami-0c4f7e2b9d8a16f35', osType: ec2.OperatingSystemType.LINUX, userData }),
    };

    const webRole = new iam.Role(this, 'WebRole', {
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')],
    });
    webRole.addToPolicy(new iam.PolicyStatement({ actions: ['s3:*', 'dynamodb:*'], resources: ['*'] }));
    paymentAccount.grantRead(webRole);
    orderMailer.grantInvoke(webRole);
    thumbnails.grantInvoke(webRole);

    const webSecurityGroup = new ec2.SecurityGroup(this, 'WebSecurityGroup', {
      vpc,
      description: 'Web servers',
    });
    webSecurityGroup.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(22), 'Maintenance');
    database.connections.allowDefaultPortFrom(webSecurityGroup);

    const webServers = new autoscaling.AutoScalingGroup(this, 'WebServers', {
      vpc,
      minCapacity: 2,
      maxCapacity: 6,
      launchTemplate: new ec2.LaunchTemplate(this, 'WebServer', {
        machineImage: shopImage,
        userData,
        instanceType: ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MEDIUM),
        role: webRole,
        securityGroup: webSecurityGroup,
        requireImdsv2: true,
        blockDevices: [
          { deviceName: '/dev/xvda', volume: ec2.BlockDeviceVolume.ebs(20, { encrypted: true }) },
          { deviceName: '/dev/sdf', volume: ec2.BlockDeviceVolume.ebs(50) },
        ],
      }),
    });
    webServers.scaleOnCpuUtilization('Busy', { targetUtilizationPercent: 60 });

    const loadBalancer = new elb.ApplicationLoadBalancer(this, 'LoadBalancer', { vpc, internetFacing: true });
    const webTargets = loadBalancer.addListener('Http', { port: 80 }).addTargets('Web', {
      port: 8080,
      protocol: elb.ApplicationProtocol.HTTP,
      targets: [webServers],
      healthCheck: { path: '/health' },
    });

    webTargets.metrics
      .httpCodeTarget(elb.HttpCodeTarget.TARGET_5XX_COUNT)
      .createAlarm(this, 'ServerErrors', { threshold: 10, evaluationPeriods: 5 });
    new cloudwatch.Alarm(this, 'DatabaseBusy', {
      metric: database.metricCPUUtilization(),
      threshold: 80,
      evaluationPeriods: 3,
    });

    new CfnOutput(this, 'Address', { value: `http://${loadBalancer.loadBalancerDnsName}` });
    this.exportValue(webServers.autoScalingGroupName, { name: 'bookshop-WebServers' });
    this.exportValue(webTargets.targetGroupName, { name: 'bookshop-WebTargets' });
    this.exportValue(loadBalancer.loadBalancerFullName, { name: 'bookshop-LoadBalancer' });
  }
}

const app = new App();
new Bookshop(app, 'Bookshop');
Validations.of(app).addPlugins(new CompetencyChecks());
