import type { Command } from "commander";
import { outputOption } from "../output-option.ts";
import { printAnswer, printForPrograms } from "../print-answer.ts";
import { reporter } from "../reporter.ts";

export default function cache(parent: Command): void {
	const command = parent
		.command("cache")
		.description("show what was built for the labs: image, templates, Pulumi");
	command
		.addHelpText("after", "\nExample: lvsctl lab cache clear")
		.enablePositionalOptions()
		.addOption(outputOption())
		.action(async (options) => {
			const { table } = await import("../table.ts");
			const entries = await entriesNow();
			printAnswer(options.output, entries, () =>
				table(
					["what", "MB", "used by", "where"],
					entries.map(({ kind, bytes, usedBy, path }) => [
						kind,
						(bytes / 1e6).toFixed(0),
						usedBy.join(", "),
						path,
					]),
				),
			);
		});
	command
		.command("build")
		.description("build the image and the template that most labs use")
		.addOption(outputOption())
		.action(async ({ output }) => {
			const { buildCache } = await import("../../lab/build-cache.ts");
			await buildCache({ environment: process.env, report: reporter() });
			printForPrograms(output, await entriesNow());
		});
	command
		.command("clear")
		.description(
			"remove images and templates that no running lab uses, and what interrupted builds left",
		)
		.addOption(outputOption())
		.action(async ({ output }) => {
			const { clearCache } = await import("../../lab/clear-cache.ts");
			const before = output === "json" ? await entriesNow() : [];
			await clearCache({ environment: process.env, report: reporter() });
			if (output !== "json") return;
			const kept = await entriesNow();
			const there = new Set(kept.map(({ path }) => path));
			const removed = before.filter(({ path }) => !there.has(path));
			printForPrograms(output, { removed, kept });
		});
}

async function entriesNow() {
	const { cacheEntries } = await import("../../lab/cache-entries.ts");
	return cacheEntries({ environment: process.env, report() {} });
}
