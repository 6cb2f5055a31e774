import { hostText, joined, type Text } from "../model/host-text.ts";
import { placeOfSetting } from "../model/php-ini.ts";
import { renderTemplate } from "./template.ts";

type Setting = readonly [string, Text];

/** Lines of a virtual host whose PHP runs as the distribution has it: settings of php.ini, for the module and for php-fpm, and no page where neither is there. */
export function phpLines(settings: readonly Setting[]): Text {
	const groups = [
		{ word: "VALUE", place: "anywhere" },
		{ word: "ADMIN_VALUE", place: "administrators" },
	].flatMap(({ word, place }) => {
		const own = settings.filter(([key]) => placeOfSetting(key) === place);
		return own.length === 0
			? []
			: [
					{
						word,
						directive: `php_${word.toLowerCase()}`,
						settings: own.map(([key, value]) => ({ key, value })),
						inOne: joined(
							own.map(([key, value]) => hostText`${key}=${plain(value)}`),
							"\\n",
						),
					},
				];
	});
	return renderTemplate("httpd/php-settings", { groups });
}

/** For php-fpm the value is an expression of the web server, where `%{` and `$` would begin a variable. */
function plain(value: Text): Text {
	return typeof value === "string"
		? value.replaceAll(/%(?=\{)|\$/g, "\\$&")
		: value;
}
