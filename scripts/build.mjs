import { build, checkNode, installPackages } from './setup.mjs';

checkNode();
// In an image the packages are a layer of their own.
if (!process.argv.includes('--no-install')) installPackages();
build();
