"""Words that name no subject: function words of several languages, and words that papers use of themselves.

A phrase of a taxonomy neither begins nor ends with one, and a word that any paper may use is no phrase on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

_FUNCTION: Mapping[str, str] = {
    "en": """a about above across after again against all almost also although always am among an and another
        any are around as at be because been before being below between both but by can cannot could did
        do does doing done down due during each either else enough etc even ever every few first for from
        further get give given go had has have having he hence her here him his how however i if in
        instead into is it its itself just last less let like many may me might more moreover most much
        must my near neither never no nor not now of off often on once one only onto or other others our
        out over own per perhaps quite rather same second she should since so some still such than that
        the their them themselves then there thereby therefore these they third this those though three
        through throughout thus to together too toward towards two under until up upon us use used uses
        using very via was we well were what when where whereas whether which while who whom whose why
        will with within without would yet you your""",
    "de": """aber alle allem allen aller alles als also am an andere anderen anderer auch auf aus außerdem bei
        beim bis bzw da dabei dadurch daher damit dann daran darauf daraus darin darüber das dass dazu dem
        den denen denn der deren des dessen die dies diese diesem diesen dieser dieses doch dort durch ein
        eine einem einen einer eines einige er es etwa für gegen gibt hat haben hier hinaus ihr ihre ihrem
        ihren ihrer im in indem ist ja je jede jedem jeden jeder jedes jedoch kann kein keine können man
        mehr mehrere mit muss müssen nach neben nicht noch nur ob oder ohne sehr sei sein seine seinem
        seinen seiner sich sie sind so sowie sowohl um und uns unter vom von vor war waren was welche
        welchen welcher wenn werden wie wir wird wo worden wurde wurden zu zum zur zwar zwischen über""",
    "fr": """l d qu n s j c m t
        à afin ainsi alors après au aucun aussi autre autres aux avec avons car ce ceci cela celle celles
        celui ces cet cette ceux chaque comme comment contre dans de depuis des deux donc dont du elle
        elles en entre est et été être eu faire fait ici il ils je la laquelle le lequel les leur leurs
        lors lorsque mais même moins ne ni nos notre nous on ont or ou où par parmi pas pendant peu peut
        peuvent plus plusieurs pour pourquoi puis qu quand que quel quelle quelles quels qui sa sans se
        selon sera ses si son sont sous sur tel telle tous tout toute toutes très un une vers vous y étant""",
    "es": """a al algo algunas algunos ante antes así aunque bajo cada como con contra cual cuales cuando de
        del desde donde dos durante e el ella ellas ellos en entre era es esa esas ese eso esos esta estas
        este esto estos está están fue fueron ha han hasta hay la las le les lo los mediante menos
        mientras muy más ni no nos nuestra nuestro o otra otras otro otros para pero por porque puede
        pueden que quien se sea según ser si sin sino sobre son su sus también tanto te tiene tienen todo
        todos tras un una uno unos y ya""",
    "it": """l d c s
        a ad agli ai al alla alle allo anche ancora che chi ci come con contro cui da dagli dai dal dalla
        dalle degli dei del dell della delle dello dopo dove due e ed è era essere fra gli ha hanno i il
        in invece io la le lo loro ma mediante mentre nei nel nell nella nelle noi non nostra nostro o
        ogni oltre per perché più può quale quali quando quanto quello questa queste questi questo se
        senza si sia sono sta su sua sue sugli sui sul sulla sulle suo suoi tra tutti tutto un una uno
        viene vengono""",
    "pt": """a ao aos as até com como contra da das de dela dele depois do dos e ela elas ele eles em entre era
        essa esse esta este está estão eu foi foram há isso isto já la lhe mais mas me mesmo muito na nas
        nem no nos nossa nosso não num numa o onde os ou para pela pelas pelo pelos por porque pode podem
        qual quando que quem se sem ser seu seus sobre sua suas são também tem todos um uma""",
    "nl": """aan al alle als bij daar dan dat de deze die dit door een en er geen had heeft hem het hier hij
        hoe hun ik in is ja je kan kunnen maar meer men met na naar niet nog nu of om omdat onder ons onze
        ook op over te tegen tot tussen uit van veel voor waar wanneer was wat we wel werd wij wordt
        worden zal ze zich zijn zo zonder zou""",
    "ru": """а без более бы был была были было быть в вам вас весь во вот все всего всех вы где да для до его
        ее если есть еще же за здесь и из или им их к как ко когда кто ли либо между мы на над не него нее
        нет ни них но о об однако он она они оно от по под при про с со так также такой там те то того
        тоже той только том ты у уже чем что чтобы эта эти это этого этой этом этот я""",
    "zh": "的 了 和 与 及 在 是 对 为 以 从 等 这 那 其 该 并 也 而 或 将 被 把 不 之 所 我 们 你 他",
    "ja": """の は を に が と で も へ や か ら し た て る れ ま す な い う あ り さ せ こ そ ん よ め く
        け お き み え つ ち""",
}
"""Function words by language; of Chinese and Japanese, which are read character by character, characters."""

_OF_ITSELF: Mapping[str, str] = {
    "en": """ability able al et abstract according achieve achieved achieves achieving additional additionally
        address addresses addressed addressing advance advances aim aims allow allowing allows analyze
        analyzed apply applied applies applying argue article aspect aspects assume author authors
        available baseline baselines based benefit best better build building called capable carry case
        cases certain challenge challenges challenging code codes com common commonly compare compared
        comparable compares comparing comparison competitive completely comprehensive conclude conduct
        conducted consider considered consist consistent consistently consists contribution contributions
        corresponding crucial current currently demonstrate demonstrated demonstrates demonstrating depend
        describe described describes design designed despite detail details determine develop developed
        developing difference different difficult difficulty directly discuss discussed easily easy effect
        effective effectively effectiveness effort efforts eliminate empirical empirically enable enables
        enabling enhance enhances ensure especially establish evaluate evaluated evaluates evaluating
        example examine exhibit existing experiment experimental experiments explore explored explores
        extend extends extensive extensively fact final finally find finding findings finds focus focuses
        following follows form found fully furthermore gain gains general generally github goal good great
        greatly help helps high higher highly http https human idea identify illustrate impact implement
        important importantly improve improved improvement improvements improves improving include
        included includes including increase increased increases increasing increasingly indicate
        indicates instance introduce introduced introduces introducing investigate investigated
        investigates involve issue issues key known lack large largely lead leading leads leverage
        leverages leveraging limitation limitations limited literature little low lower main mainly make
        makes making manner mean means meet motivated namely natural need needed needs new newly next note
        novel number numerous observe obtain obtained obtaining obtains open order org original outperform
        outperforming outperforms overcome overall paper papers part particular particularly performance
        perform performed performing performs possible potential potentially practical practice present
        presented presents previous previously prior probably problem problems produce produced produces
        promising proposal propose proposed proposes proposing prove proven provide provided provides
        providing public publicly purpose range real recent recently reduce reduced reduces reducing
        related relatively release released relevant reliable rely relies remain remains report reported
        require required requires research respectively result resulting results reveal reveals role same
        scenario scenarios section see seek seen setting settings several show showed showing shown shows
        significant significantly similar simple simply single solve solution solutions sota specific
        specifically standard state strong study studied studies substantial substantially succeed success
        successful successfully suffer suffers suggest suggests suitable superior support supports system
        take takes taking technique techniques term terms tend test tested theoretical theoretically
        guarantee guarantees offer offers proving robust robustness established implemented built inspired
        constructed generated alleviate account contrast match matches time towards tackle type types
        typical typically understand understanding unlike usage useful validate validated variety various
        vary verify version way ways wide widely work works world yield yields zero""",
    "de": """ansatz arbeit aufgabe aufgaben basierend beitrag beispiel beispiele beruht besser beschreibt
        beschrieben eingesetzt ergebnis ergebnisse ermöglicht experimente folgenden frage fragen gezeigt
        große großen hohe hohen insbesondere methode methoden mittels möglich möglichkeiten neue neuen
        neuer neues problem probleme rahmen stellen studie untersucht untersuchung verfahren verschiedene
        verschiedenen verwendet vorgestellt vorstellen wichtig zeigen zeigt ziel""",
    "fr": """ainsi approche approches article basée basé cadre cas différentes différents étude expériences
        grande grand important méthode méthodes montre montrent montrons nouveau nouvelle nouvelles permet
        permettant présente présentons problème problèmes propose proposée proposons résultat résultats
        travail travaux utilisant utilise""",
    "es": """artículo basado basada diferentes enfoque estudio experimentos gran método métodos muestra
        muestran mostrar nueva nuevo permite presenta presentamos problema problemas propone proponemos
        propuesta resultado resultados trabajo utilizando""",
    "it": """approccio articolo basato diversi esperimenti lavoro metodo metodi mostra nuova nuovo permette
        presenta presentiamo problema problemi propone proponiamo risultati risultato studio utilizzando""",
    "pt": """abordagem artigo baseado diferentes estudo experimentos método métodos mostra nova novo permite
        apresenta apresentamos problema problemas propõe propomos resultado resultados trabalho usando""",
    "nl": "aanpak artikel experimenten methode methoden nieuwe onderzoek probleem resultaat resultaten studie toont",
    "ru": """анализ исследование метод методы новая новый работа работе работы результат результаты статья
        статье предлагается показано""",
    "zh": """本文 提出 基于 通过 使用 采用 利用 一种 可以 能够 具有 方法 结果
        研究 论文 实验 问题 表明 进行 提高 性能 效果 有效 任务
        模型 数据 系统 分析 相关 影响
        实现 信息 技术 应用 进展 特征""",
    "ja": "研究 手法 結果 提案 実験 論文 本稿",
    "ko": "연구 분석 고찰 방법 결과 논문 문제 과제 현황 중심 검토 비교 관한 대한 통한 위한",
}
"""What papers of every field say of themselves, by language."""

_GENERAL = frozenset(
    """accuracy algorithm algorithms analysis annotation answer application applications approach approaches
    architecture area assessment attention average behavior behaviour benchmark benchmarks class classes
    community complex complexity component components concept concepts condition conditions content context control
    corpora corpus cost criteria data database dataset datasets development distribution domain domains dynamic
    efficiency efficient element elements end environment environments error errors estimate estimation evaluation
    evidence experience expert experts factor factors feature features field fields framework frameworks function
    functions generation group groups guidance independent individual industry information initial input inputs
    insight interaction interest knowledge label labels language languages layer learn learned learning length level
    levels linear list local loss measure measurement measures mechanism mechanisms memory method methodology methods
    metric metrics model modeling modelling models module multiple nature network networks object objective
    optimal optimization outcome output outputs parameter parameters pattern patterns people performance period
    policy prediction predictions principle procedure process processes processing program programs project
    property properties quality question questions rate rates representation representations resource resources
    response review sample samples scale score scores search sequence sequences set sets shared shift signal
    situation size small social software source sources space standard states step steps strategies strategy
    structure structures subject survey systems target task tasks technology text texts theory token tokens tool
    tools topic topics training treatment unit units user users validation value values variable variables view word
    words year years""".split()
)
"""English words that mean something only beside another: `model` of “language model”."""


def _folded(words: str) -> frozenset[str]:
    return frozenset(words.split())


_STOPS = {language: _folded(words) for language, words in _FUNCTION.items()}
_PLAIN = {language: _folded(words) for language, words in _OF_ITSELF.items()}
_SPEAKING: dict[str, tuple[str, ...]] = {}
"""The languages of each function word."""
for _language, _words in _STOPS.items():
    for _word in sorted(_words):
        _SPEAKING[_word] = (*_SPEAKING.get(_word, ()), _language)


def language_of(words: Iterable[str], usual: str) -> str:
    """Return the language whose function words are the most frequent among the words of a text, which are in lower
    case.

    If two languages are equal, it is `usual`, the survey's, or else English.

    >>> language_of("die lage der dinge".split(), "en")
    'de'
    """
    counts = dict.fromkeys(_STOPS, 0)
    for word in words:
        for language in _SPEAKING.get(word, ()):
            counts[language] += 1
    return max(counts, key=lambda language: (counts[language], language == usual, language == "en"))


def is_function_word(word: str, language: str) -> bool:
    """Return whether a word, in lower case, is a function word, or one that papers of every field use of themselves.

    The words are those of `language` and of English, in which many papers in other languages have their titles.
    """
    return word in _words_of(language)


@cache
def _words_of(language: str) -> frozenset[str]:
    own = _STOPS.get(language, frozenset()) | _PLAIN.get(language, frozenset())
    return own | _STOPS["en"] | _PLAIN["en"]


def is_general(word: str) -> bool:
    """Return whether an English word, in lower case, names no subject on its own, such as `method`.

    Function words are not among these; `is_function_word` tells them.
    """
    return word in _GENERAL
