<?php
// A plug-in with a class of its own, whose objects it keeps. Put on a real server by test/campaign/objects.test.ts.
if (strtok($_SERVER['REQUEST_URI'] ?? '', '?') === '/index.php' && isset($_GET['kept'])) {
	// asked for before its class is there
	$early = wp_cache_get('early', 'kept');
	add_action('init', function () {
		final class Kept {
			public function __construct(private string $words) {}
			public function words() { return $this->words; }
		}
		if ($_GET['kept'] === 'put') {
			// what a page asked for, the next one fetches ahead
			wp_cache_get_multiple(['object', 'number', 'old', 'gone'], 'kept');
			wp_cache_set_multiple(['object' => new Kept('a'), 'early' => [new Kept('b')], 'number' => 41, 'old' => 'old', 'gone' => 'gone'], 'kept');
		} else {
			// a cache that goes away takes nothing that was fetched
			if ($_GET['kept'] === 'away') (fn() => $this->redis = null)->call($GLOBALS['wp_object_cache']);
			// before they are asked for
			$said['added'] = wp_cache_add('old', 'new', 'kept');
			wp_cache_set('old', 'new', 'kept');
			wp_cache_incr('number', 1, 'kept');
			$said['deleted'] = wp_cache_delete('gone', 'kept');
		}
		$said['object'] = wp_cache_get('object', 'kept')->words();
		$said['early'] = wp_cache_get('early', 'kept')[0]->words();
		foreach (['number', 'old', 'gone'] as $key) $said[$key] = wp_cache_get($key, 'kept');
		exit(json_encode($said));
	});
}
