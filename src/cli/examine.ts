import { existsSync, readFileSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import { chooseAccelerator, kvmIsOffered } from "../lab/accelerator.ts";
import { cacheHome, stateHome } from "../lab/directory.ts";
import { imageName } from "../lab/image.ts";
import { plainShape, templateName } from "../lab/template.ts";
import { runTool } from "../lab/tool.ts";
import { whyTooOld } from "../why-too-old.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** One line of `lvsctl doctor`. */
export interface Finding {
	/** False if the user or script/setup must do something. */
	readonly good: boolean;
	readonly what: string;
	readonly found: string;
	/** What follows: how the lab will work, how long that takes, or what to do. */
	readonly consequence: string;
}

/** Looks at this machine. It changes nothing except the stored verdict on KVM. */
export async function examine(environment: Environment): Promise<Finding[]> {
	const context = { environment, report: () => {} };
	const image = join(cacheHome(environment), imageName(context));
	const imageThere = existsSync(image);
	const accelerator = imageThere
		? await chooseAccelerator(context, image)
		: undefined;
	const qemu = await versionOf("qemu-system-x86_64", /version (\S+)/);
	const pulumi = await versionOf("pulumi", /v?(\S+)/, "version");
	const template =
		qemu !== undefined && accelerator !== undefined
			? join(
					cacheHome(environment),
					await templateName(image, plainShape(accelerator)),
				)
			: undefined;
	return [
		{
			good: whyTooOld("lvsctl", process.versions.node) === undefined,
			what: "node",
			found: process.version,
			consequence: "",
		},
		{
			good: pulumi !== undefined,
			what: "pulumi",
			found: pulumi ?? "none on PATH or in the cache",
			consequence:
				pulumi === undefined
					? "script/setup downloads it, or builds it with Go in about 5 minutes"
					: "",
		},
		{
			good: qemu !== undefined,
			what: "qemu",
			found: qemu ?? "none",
			consequence:
				qemu === undefined ? "script/setup installs qemu-system-x86" : "",
		},
		...(await programs()),
		acceleration(accelerator),
		{
			good: imageThere,
			what: "lab image",
			found: imageThere ? image : "not in the cache",
			consequence: imageThere ? "" : "script/setup builds it in about 40 s",
		},
		{
			good: template !== undefined && existsSync(template),
			what: "machine template",
			found:
				template !== undefined && existsSync(template)
					? template
					: "not in the cache",
			consequence:
				template !== undefined && existsSync(template)
					? "4 machines are ready in 1 to 3 s"
					: "script/setup makes it in about 15 s",
		},
		memory(),
		space("space for the cache", cacheHome(environment), 1500),
		space("space for labs", stateHome(environment), 1000),
	];
}

async function programs(): Promise<Finding[]> {
	const needed: readonly (readonly [string, string])[] = [
		["qemu-img", "qemu-utils"],
		["ssh", "openssh-client"],
		["mmdebstrap", "mmdebstrap"],
	];
	const found = await Promise.all(
		needed.map(([program]) =>
			versionOf(program, /(\S.*)/, program === "ssh" ? "-V" : "--version"),
		),
	);
	return needed.flatMap(([program, packageName], i) =>
		found[i] === undefined
			? [
					{
						good: false,
						what: program,
						found: "none",
						consequence: `script/setup installs ${packageName}`,
					},
				]
			: [],
	);
}

function acceleration(accelerator: "kvm" | "tcg" | undefined): Finding {
	const offered = kvmIsOffered();
	const [found, consequence] =
		accelerator === "kvm"
			? [
					"KVM, which ran a guest in the self-test",
					"a machine boots in 1 to 2 s",
				]
			: accelerator === "tcg"
				? [
						offered
							? "/dev/kvm, but no guest ran in the self-test"
							: "no usable /dev/kvm",
						"emulation: a machine boots in 6 to 9 s",
					]
				: [
						offered ? "/dev/kvm, not tested yet" : "no usable /dev/kvm",
						offered
							? "tested when the lab image is there"
							: "emulation: a machine boots in 6 to 9 s",
					];
	return { good: true, what: "acceleration", found, consequence };
}

/** A clone of the template takes 50 MB at first and up to 300 MB after a reboot. */
function memory(): Finding {
	const text = readFileSync("/proc/meminfo", "utf8");
	const megabytes = Math.round(
		Number(/^MemAvailable:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024,
	);
	return {
		good: megabytes >= 1500,
		what: "memory",
		found: `${megabytes} MB free`,
		consequence: `room for about ${Math.floor(megabytes / 300)} machines`,
	};
}

function space(what: string, directory: string, megabytes: number): Finding {
	let existing = directory;
	while (!existsSync(existing)) existing = dirname(existing);
	const { bavail, bsize } = statfsSync(existing);
	const free = Math.round((bavail * bsize) / 1e6);
	return {
		good: free >= megabytes,
		what,
		found: `${free} MB free in ${directory}`,
		consequence: free >= megabytes ? "" : `at least ${megabytes} MB are needed`,
	};
}

async function versionOf(
	program: string,
	pattern: RegExp,
	option = "--version",
): Promise<string | undefined> {
	try {
		const text = await runTool(program, [option]);
		return pattern.exec(text)?.[1] ?? "";
	} catch {
		return undefined;
	}
}
