package search

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
)

// language is what analysis knows of a language. All words in it are folded.
type language struct {
	// before are words that an apostrophe joins to the next one and that say nothing: l'accès.
	before []string
	// after are endings that an apostrophe joins to a word: patient's.
	after []string
	// whole are words with an apostrophe inside.
	whole []string
	// stop are words that stand everywhere and are not looked for.
	stop   []string
	isStop map[string]bool
	// stem takes a word in lower case with its accents: the stemmers need them.
	stem func(*snowballstem.Env) bool
}

// languages are those that can be searched well. In another one words are found as they are written.
var languages = map[string]language{
	"fr": {
		before: words(`l d j m t s n c qu jusqu lorsqu puisqu quoiqu quelqu presqu`),
		whole:  words(`aujourd'hui presqu'ile presqu'iles quelqu'un quelqu'une prud'homme prud'hommes entr'acte`),
		stop: words(`a ai aie ait alors apres as au aura auront aussi autre autres aux avait avant avec avez avoir avons
			ayant beaucoup bien car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez comme comment dans de
			depuis des deux devant dire doit doivent donc dont du elle elles en entre es est et etaient etait etant ete etes etre eu
			eux faire fais fait faut font ici il ils je la le les leur leurs lui mais me meme memes mes moi moins mon ma ne ni nos
			notre nous on ont ou par parce pendant peu peut peuvent peux plus plutot pour pourquoi pouvez pouvoir puis puisque quand
			que quel quelle quelles quels qui quoi sa se sera seront ses si signifie sinon soi soient soit sommes son sont sous suis
			sur ta tandis te tel telle tels tes toi ton toujours tous tout toute toutes tres trop tu un une va vais vers veut veux voici
			voila vont vos votre vous vu y etc`),
		stem: french.Stem,
	},
	"en": {
		after: words(`s`),
		whole: words(`o'clock`),
		stop: words(`a about after all also although am an and any are as at be because been before being both but by can cannot
			could did do does doing done during each either else for from get had has have having he her here hers him his how i if
			in into is it its itself just let like may me mean means might more most must my nor of on once only or other our ours
			over own same shall she should since so some such than that the their theirs them then there these they this those
			through to too under until up upon us very was we were what when where whether which while who whom whose why will with
			within would you your yours etc dont cant isnt im`),
		stem: english.Stem,
	},
}

func init() {
	for lang, l := range languages {
		l.isStop = map[string]bool{}
		for _, w := range l.stop {
			l.isStop[w] = true
		}
		languages[lang] = l
	}
}

func words(list string) []string { return strings.Fields(list) }

// stemOf is the folded stem of a word in lower case; a word with a digit has none but itself.
func (l language) stemOf(lower, form string) string {
	if l.stem == nil || strings.ContainsAny(form, "0123456789") {
		return form
	}
	env := snowballstem.NewEnv(lower)
	l.stem(env)
	return env.Current()
}
