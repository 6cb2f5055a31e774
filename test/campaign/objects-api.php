<?php
// What plug-ins may ask of object-cache.php, in two processes that have one cache. Run on a real server of test/campaign/objects.test.ts.
$wordpress = <<<'PHP'
$_SERVER['HTTP_HOST'] = 'www.lab.test';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['WORDPRESS_CONFIG'] = 'lvs-blog';
define('SHORTINIT', true);
require '/usr/share/wordpress/wp-load.php';
PHP;
eval($wordpress);
$fails = 0;
wp_cache_flush();
function is($what, $got, $want) {
	global $fails;
	if ($got === $want) return;
	$fails++;
	echo "$what: ", var_export($got, true), ' and not ', var_export($want, true), "\n";
}
$other = fn($code) => trim((string) shell_exec('php -r ' . escapeshellarg("$wordpress $code")));
is('miss', wp_cache_get('a', 'g', false, $found), false);
is('found', $found, false);
is('add', wp_cache_add('a', 1, 'g'), true);
is('again', wp_cache_add('a', 2, 'g'), false);
is('get', wp_cache_get('a', 'g', false, $found), 1);
is('found', $found, true);
is('other', $other('echo wp_cache_get("a", "g");'), '1');
is('false is a thing', wp_cache_set('f', false, 'g'), true);
wp_cache_flush_runtime();
is('false', wp_cache_get('f', 'g', false, $found), false);
is('found false', $found, true);
is('replace', wp_cache_replace('a', 3, 'g'), true);
is('replace none', wp_cache_replace('none', 3, 'g'), false);
is('incr', wp_cache_incr('a', 2, 'g'), 5);
is('decr', wp_cache_decr('a', 9, 'g'), 0);
is('incr none', wp_cache_incr('none', 1, 'g'), false);
wp_cache_set('t', 'text', 'g');
is('incr text', wp_cache_incr('t', 2, 'g'), 2);
wp_cache_set('t41', '41', 'g');
is('incr numeric text', wp_cache_incr('t41', 1, 'g'), 42);
is('incr numeric text, get', wp_cache_get('t41', 'g'), 42);
wp_cache_set('t-5', '-5', 'g');
is('incr negative text', wp_cache_incr('t-5', 7, 'g'), 2);
$o = (object) ['x' => 1];
wp_cache_set('o', $o, 'g');
$o->x = 2;
is('apart', wp_cache_get('o', 'g')->x, 1);
wp_cache_get('o', 'g')->x = 9;
is('apart 2', wp_cache_get('o', 'g')->x, 1);
is('multi', wp_cache_set_multiple(['m1' => 1, 'm2' => 'x'], 'g'), ['m1' => true, 'm2' => true]);
is('add multi', wp_cache_add_multiple(['m1' => 1, 'm3' => [1]], 'g'), ['m1' => false, 'm3' => true]);
wp_cache_flush_runtime();
is('get multi', wp_cache_get_multiple(['m1', 'm2', 'm3', 'm4'], 'g'), ['m1' => 1, 'm2' => 'x', 'm3' => [1], 'm4' => false]);
is('delete', wp_cache_delete('m1', 'g'), true);
is('delete none', wp_cache_delete('m9', 'g'), false);
is('delete multi', wp_cache_delete_multiple(['m2', 'm9'], 'g'), ['m2' => true, 'm9' => false]);
is('gone', wp_cache_get('m2', 'g'), false);
is('gone there', $other('var_dump(wp_cache_get("m2", "g"));'), 'bool(false)');
is('ints', wp_cache_set(7, 'seven', 'g'), true);
is('ints get', wp_cache_get_multiple([7], 'g'), [7 => 'seven']);
is('no key', wp_cache_set('', 1, 'g'), false);
wp_cache_add_non_persistent_groups(['mine']);
wp_cache_set('x', 1, 'mine');
is('page', wp_cache_get('x', 'mine'), 1);
is('page there', $other('var_dump(wp_cache_get("x", "mine"));'), 'bool(false)');
is('binary', wp_cache_set('b', "a\0\xff\n" . str_repeat('y', 70000), 'g'), true);
wp_cache_flush_runtime();
is('binary get', strlen(wp_cache_get('b', 'g')), 70004);
wp_cache_set('short', 1, 'g', 1);
sleep(2);
wp_cache_flush_runtime();
is('expired', wp_cache_get('short', 'g'), false);
// the last expiry counts, also of what is the same
set_transient('renewed', 'yes', 2);
set_transient('renewed', 'yes', 600);
set_transient('shortened', 'yes', 600);
set_transient('shortened', 'yes', 1);
set_transient('given an end', 'yes', 0);
set_transient('given an end', 'yes', 1);
set_transient('without end', 'yes', 2);
set_transient('without end', 'yes', 0);
set_transient('ended', 'yes', -5);
set_transient('ended later', 'yes', 600);
set_transient('ended later', 'no', -5);
wp_cache_set('kept on', 1, 'g', 2);
wp_cache_set('kept on', 1, 'g');
sleep(3);
wp_cache_flush_runtime();
is('renewed', get_transient('renewed'), 'yes');
is('shortened', get_transient('shortened'), false);
is('given an end', get_transient('given an end'), false);
is('without end', get_transient('without end'), 'yes');
is('ended', get_transient('ended'), false);
is('ended later', get_transient('ended later'), false);
is('ended there', $other('var_dump(get_transient("ended"), get_transient("ended later"));'), "bool(false)\nbool(false)");
is('kept on', wp_cache_get('kept on', 'g'), 1);
// a class may have changed since
final class Changed {
	public function __unserialize(array $data): void { throw new TypeError('not of this class'); }
}
wp_cache_set('changed', new Changed(), 'g');
wp_cache_flush_runtime();
try {
	is('what cannot be read', wp_cache_get('changed', 'g', false, $found), false);
	is('found what cannot be read', $found, false);
} catch (TypeError $error) {
	is('what cannot be read', $error->getMessage(), false);
}
// who read before somebody else's write does not bring it back
wp_cache_set('r', 'old', 'g');
$other('wp_cache_delete("r", "g");');
wp_cache_flush_runtime();
is('add of what was read before', wp_cache_add('r', 'old', 'g'), false);
is('not there', $other('var_dump(wp_cache_get("r", "g"));'), 'bool(false)');
wp_cache_set('r2', 'old', 'g');
$other('wp_cache_set("r2", "new", "g");');
is('set over another', wp_cache_set('r2', 'older', 'g'), true);
is('own', wp_cache_get('r2', 'g'), 'older');
is('void for others', $other('var_dump(wp_cache_get("r2", "g"));'), 'bool(false)');
$other('wp_cache_get("r2", "g"); wp_cache_add("r2", "fresh", "g");');
is('after looking', wp_cache_get('r2', 'g', true), 'fresh');
// a lock
is('lock', wp_cache_add('lock', 1, 'g'), true);
is('locked', $other('var_dump(wp_cache_add("lock", 1, "g"));'), 'bool(false)');
wp_cache_delete('lock', 'g');
is('free', $other('var_dump(wp_cache_add("lock", 1, "g"));'), 'bool(true)');
// notes
set_transient('n', 'one', 100);
$other('set_transient("n", "two", 100);');
set_transient('n', 'three', 100);
is('last word', $other('echo get_transient("n");'), 'three');
is('in no table', (int) $wpdb->get_var("SELECT COUNT(*) FROM $wpdb->options WHERE option_name = '_transient_n'"), 0);
// flush
wp_cache_set('z', 1, 'g');
is('flush', wp_cache_flush(), true);
is('z', wp_cache_get('z', 'g'), false);
is('z there', $other('var_dump(wp_cache_get("z", "g"));'), 'bool(false)');
echo $fails, " fails\n";
