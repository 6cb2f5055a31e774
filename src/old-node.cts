// What require("pulumi-lvs") finds under a Node that cannot require an ES module; see "exports" in package.json.
const { engines } = require("../package.json");

throw Object.assign(
	new Error(
		`pulumi-lvs needs Node ${engines.node.slice(2)} or newer, and this is Node ${process.versions.node}`,
	),
	// Pulumi prints an error with this mark without its stack
	{ __pulumiRunError: true },
);
