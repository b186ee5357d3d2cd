// What asks for cdktf gets CDK Terrain; a mapping that does nothing would prove nothing.
const { name } = require('cdktf/package.json');
if (name !== 'cdktn') throw new Error(`cdktf is ${name} here`);
