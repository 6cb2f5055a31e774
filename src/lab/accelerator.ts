import { spawn } from "node:child_process";
import {
	accessSync,
	constants,
	mkdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { LabContext } from "./context.ts";
import { cacheHome } from "./directory.ts";

/** A machine under KVM prints this text within half a second. /dev/kvm alone proves nothing: it can exist while every guest hangs. */
const PROOF = "lab selftest passed";
const LIMIT_SECONDS = 3;

/** Whether this user may open /dev/kvm at all. */
export function kvmIsOffered(): boolean {
	try {
		accessSync("/dev/kvm", constants.R_OK | constants.W_OK);
		return true;
	} catch {
		return false;
	}
}

/**
 * `kvm` if a guest has run its first program under it, else `tcg` (emulation). The verdict is kept until this computer boots
 * again. `LVS_ACCELERATOR=tcg` skips the test.
 */
export async function chooseAccelerator(
	context: LabContext,
	image: string,
): Promise<"kvm" | "tcg"> {
	const wish = context.environment.LVS_ACCELERATOR;
	if (wish === "kvm" || wish === "tcg") return wish;
	if (!kvmIsOffered()) return "tcg";
	const file = join(cacheHome(context.environment), "kvm-verdict");
	const bootId = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
	try {
		const [boot, verdict] = readFileSync(file, "utf8").trim().split(" ");
		if (boot === bootId && (verdict === "kvm" || verdict === "tcg"))
			return verdict;
	} catch {
		// this boot has no verdict yet
	}
	const verdict = (await runsGuest(image)) ? "kvm" : "tcg";
	if (verdict === "tcg")
		context.report(
			"KVM is offered, but no guest ran in the self-test: the lab uses emulation",
		);
	mkdirSync(cacheHome(context.environment), { recursive: true });
	rmSync(file, { force: true });
	writeFileSync(file, `${bootId} ${verdict}\n`);
	return verdict;
}

/** Boots the image's kernel and initrd under KVM until the initrd prints its first text. By child_process, as in tool.ts. */
function runsGuest(image: string): Promise<boolean> {
	const child = spawn(
		"qemu-system-x86_64",
		[
			...["-nodefaults", "-no-user-config", "-display", "none", "-no-reboot"],
			...["-machine", "q35,usb=off", "-accel", "kvm", "-cpu", "host"],
			...["-smp", "1", "-m", "128", "-serial", "stdio"],
			...["-kernel", `${image}/vmlinux`, "-initrd", `${image}/initrd`],
			...["-append", "console=ttyS0 quiet panic=-1 lab.selftest"],
		],
		{
			stdio: ["ignore", "pipe", "ignore"],
			timeout: LIMIT_SECONDS * 1000,
			killSignal: "SIGKILL",
		},
	);
	return new Promise((resolve) => {
		let output = "";
		child.stdout.setEncoding("utf8").on("data", (text: string) => {
			output += text;
			if (output.includes(PROOF)) child.kill("SIGKILL");
		});
		child.once("error", () => resolve(false));
		child.once("close", () => resolve(output.includes(PROOF)));
	});
}
