import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe } from "node:test";
import { broken } from "../lab/broken.ts";
import { diagnoseRows, type Row } from "../lab/diagnose-rows.ts";
import { sharedLab } from "../lab/shared-lab.ts";

// Every broken layout on the lab, and docs/diagnose.md.
describe("diagnose, every broken layout", () => {
	const rows: Row[] = [];
	diagnoseRows(sharedLab("labs/05-tun"), broken, (row) => rows.push(row));

	after(() => {
		const cell = (text: string) => text.replaceAll("|", "\\|");
		writeFileSync(
			join(import.meta.dirname, "../../docs/diagnose.md"),
			`# What \`lvsctl diagnose\` says of broken clusters

Written by \`script/campaign diagnose\`: each layout was broken by hand on the machines of \`labs/05-tun\`, and mended after the answer. The
first line of each answer, and its seconds on a machine without KVM.

| layout | broken | the first line | seconds |
| --- | --- | --- | --- |
${rows.map(({ broken, said, seconds }) => `| ${broken.layout} | ${cell(broken.breakage)} | ${cell(said)} | ${seconds.toFixed(0)} |`).join("\n")}
`,
		);
	});
});
