import type { FileTest } from "../../model/desired.ts";
import { type RawShell, raw, sh } from "../../ssh/shell.ts";
import {
	type Calls,
	type ShellFunction,
	shellFunction,
} from "./shell-function.ts";

// Each function fails if a program does not accept a new file, and prints why. The file is in place, at $path. Only for a script of ours in PHP, the new text
// is at $new, and the earlier one is still at $path.

const settingsInForce = shellFunction(
	"settings_in_force",
	{},
	() => `# version program: a setting that PHP does not know, or takes from php.ini alone, is no error there, and not in force either
	[ ! -x "/usr/bin/php$1" ] || PHP_INI_SCAN_DIR=/etc/php/$1/$2/conf.d "php$1" -c "/etc/php/$1/$2/php.ini" -r '
		$known = ini_get_all() + array_fill_keys(["engine", "last_modified", "xbithack"], ["access" => 7]);
		preg_match_all("/^\\s*php_(admin_)?value[ \\[]([^] ]+)\\]? /m", file_get_contents($argv[1]), $settings, PREG_SET_ORDER);
		foreach ($settings as [, $admin, $name]) {
			$access = $known[$name]["access"] ?? 0;
			if ($access & ($admin ? 4 : 2)) continue; // INI_SYSTEM, INI_PERDIR
			$wrong = true;
			echo "PHP $argv[2] ", $access ? "takes $name from php.ini alone" : "knows no setting $name", PHP_EOL;
		}
		exit(isset($wrong) ? 1 : 0);' "$path" "$1"`,
);

const settingsOfMariadb = shellFunction(
	"settings_of_mariadb",
	{},
	() => `# fails where the engine does not take what its files say. Some of it the engine says, and ends with 0
	errors=$(PATH=$PATH:/usr/sbin:/usr/libexec mariadbd --verbose --help 2>&1 >/dev/null) && case $errors in *'[ERROR]'*) false ;; esac && return
	printf '%s\\n' "$errors"
	return 1`,
);

const siteAccepted = shellFunction(
	"site_accepted",
	{ settingsInForce },
	(
		call,
	) => sh`# fails where the web server does not take its configuration, or PHP, which it runs as a module, a setting of the file in $path
	/usr/sbin/apachectl configtest || return
	grep -q php_ "$path" || return 0
	for version in /etc/apache2/mods-enabled/php*.load; do version=\${version##*/php} version=\${version%.load}; done
	${call.settingsInForce} "$version" apache2`,
);

const poolAccepted = shellFunction(
	"pool_accepted",
	{ settingsInForce },
	(
		call,
	) => sh`# script: fails where php-fpm does not take its pools, or PHP a setting there
	"$1" test && ${call.settingsInForce} "$("$1" version)" fpm`,
);

const scriptAccepted = shellFunction(
	"script_accepted",
	{},
	() => `# script: fails where a script of ours in PHP does not take the file in the place of the one before
	php "$1" "$new" "$path"`,
);

/** The functions, by the program that accepts a file. */
export const fileTests = {
	mariadb: settingsOfMariadb,
	httpd: siteAccepted,
	"php-fpm": poolAccepted,
	php: scriptAccepted,
} satisfies Record<FileTest["by"], ShellFunction>;

/** The command that succeeds where a file is accepted. */
export function testWords(
	test: FileTest,
	call: Calls<typeof fileTests>,
): RawShell {
	return "script" in test
		? raw(sh`${call[test.by]} ${test.script}`)
		: call[test.by];
}
