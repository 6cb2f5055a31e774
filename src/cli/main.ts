#!/usr/bin/env node
// The entry. An old Node must parse it too: it uses nothing new, and imports the rest only if that can run.
import { whyTooOld } from "../why-too-old.ts";

const complaint = whyTooOld("lvsctl", process.versions.node);
if (complaint === undefined)
	import("./run.ts").then(({ runOrReport }) =>
		runOrReport(process.argv.slice(2)),
	);
else {
	console.error(complaint);
	process.exitCode = 3;
}
