use crate::profile::{BUILT_IN, built_in, load};

/// A mistake in a `copydesk.yml`, and the start of its message.
const MISTAKES: &[(&str, &str)] = &[
    // The file itself.
    ("- a\n", "copydesk.yml:1: must be a mapping of keys to values, such as `extends: circuitpython`"),
    ("a: [\n", "copydesk.yml:2 is not YAML: "),
    ("files:\n  drafts: a\nfiles:\n", "copydesk.yml:3: the key 'files' is there twice; keep one of them"),
    (
        "\nextends: nobody\n",
        "copydesk.yml:2: extends: there is no built-in profile 'nobody'; write circuitpython, this-week-in-rust or none",
    ),
    ("extends: [a]\n", "copydesk.yml:1: extends: must be a profile's name"),
    ("", "copydesk.yml has neither `extends` nor `files`: write `extends: circuitpython`"),
    ("# nothing yet\n", "copydesk.yml has neither `extends` nor `files`"),
    (
        "extends: circuitpython\nsections:\n  - {id: shop, drop: true}\n",
        "copydesk.yml:3: sections[0].drop: has no effect: there is no inherited section 'shop'",
    ),
    (
        "extends: circuitpython\nsections:\n  - {id: news, drop: false}\n",
        "copydesk.yml:3: sections[0].drop: must be true",
    ),
    (
        "extends: circuitpython\nsections:\n  - {id: news, drop: true, title: News}\n",
        "copydesk.yml:3: sections[0].drop: has no effect beside other keys",
    ),
    (
        "files:\n  drafts: 'a/{date}.md'\n  posts: 'b/{date}.md'\n  draft_is: marked\n",
        "copydesk.yml:4: files.draft_is: has no effect: drafts and posts have different patterns",
    ),
    ("imges: {}\n", "copydesk.yml:1: imges: there is no such key; did you mean `images`?"),
    ("name: [a]\n", "copydesk.yml:1: name: is a list; write a text"),
    ("branch:\n  next: 1\n", "copydesk.yml:"),
    ("archive: few\n", "copydesk.yml:1: archive: is the text 'few'; write a whole number"),
    ("notes: news\n", "copydesk.yml:1: notes: is the text 'news'; write a list, such as [a, b]"),
    (
        "style:\n  keep_titles: maybe\n",
        "copydesk.yml:2: style.keep_titles: is the text 'maybe'; write yes or no",
    ),
    (
        "unknown_before: feture\n",
        "copydesk.yml:1: unknown_before: there is no section 'feture'; did you mean 'feature'?",
    ),
    (
        "images:\n  max_width: 5\n  wide: 5\n",
        "copydesk.yml:3: images.wide: there is no such key; write max_width, max_gif_bytes,",
    ),
    (
        "images:\n  max_width: wide\n",
        "copydesk.yml:2: images.max_width: is the text 'wide'; write a whole number",
    ),
    ("images:\n", "copydesk.yml:1: images: is empty"),
    ("sections: {id: news}\n", "copydesk.yml:1: sections: is a list of keys with values; write a list"),
    ("sections:\n", "copydesk.yml:1: sections: is empty"),
    ("weekday: mondag\n", "copydesk.yml:1: weekday: 'mondag' is not a weekday"),
    (
        "renderer: kramdown\nrenderer_extensions: [extra]\n",
        "copydesk.yml:2: renderer_extensions[0]: has no effect without `renderer: python-markdown`; write it, or remove this",
    ),
    ("renderer: hugo\n", "copydesk.yml:1: renderer: 'hugo' is none of the values; write "),
    ("name: ' '\n", "copydesk.yml:1: name: is blank"),
    (
        "extends: this-week-in-rust\nname: circuitpython\n",
        "copydesk.yml:2: name: 'circuitpython' is the name of another built-in profile",
    ),
    // Paths.
    (
        "files:\n  drafts: \"../../outside/{date}-o.md\"\n",
        "copydesk.yml:2: files.drafts: '..' leads out of the newsletter's folder",
    ),
    (
        "files:\n  drafts: \"_drafts/{date}.md\"\n\n  posts: \"../{date}.md\"\n",
        "copydesk.yml:4: files.posts: '..' leads out",
    ),
    (
        "style:\n  spellings:\n    Ada: [Github]\n",
        "copydesk.yml:3: style.spellings.Ada[0]: 'Github' is already another",
    ),
    ("files: {posts: \"/srv/{date}.md\"}\n", "copydesk.yml:1: files.posts: the path is absolute"),
    ("files: {assets: \"C:/a/{date}\"}\n", "copydesk.yml:1: files.assets: the path has a drive letter"),
    ("files: {assets: \".GIT/{date}\"}\n", "copydesk.yml:1: files.assets: the path is in git's folder"),
    ("files:\n  template: /etc/passwd\n", "copydesk.yml:2: files.template: the path is absolute"),
    ("files:\n  template: a/../../b\n", "copydesk.yml:2: files.template: '..' leads out"),
    ("files:\n  template: .git/config\n", "copydesk.yml:2: files.template: the path is in git's folder"),
    ("files:\n  template: 'a\\b.md'\n", "copydesk.yml:2: files.template: the path has a backslash"),
    ("files:\n  template: \"a\\0b\"\n", "copydesk.yml:2: files.template: the path has a control character"),
    ("files:\n  template: ''\n", "copydesk.yml:2: files.template: the path is empty"),
    ("files:\n  template: '_drafts/*.md'\n", "copydesk.yml:2: files.template: the path of one file may not"),
    ("files:\n  drafts: _drafts/*.md\n", "copydesk.yml:2: files.drafts: has no {date} or {number}"),
    ("files:\n  posts: _posts/post.md\n", "copydesk.yml:2: files.posts: has no {date} or {number}"),
    ("files:\n  posts: '_posts/{slug}.md'\n", "copydesk.yml:2: files.posts: has no {date} or {number}"),
    (
        "files:\n  drafts: '_drafts/{number}.md'\n",
        "copydesk.yml:2: files.drafts: drafts and posts must both have a date",
    ),
    (
        "files:\n  assets: 'img/{number}'\n",
        "copydesk.yml:2: files.assets: {number} and {slug} are for issues only",
    ),
    (
        "files:\n  drafts: \"_drafts/{slug}{date}{slug}.md\"\n",
        "copydesk.yml:2: files.drafts: a path could be read in two ways",
    ),
    (
        "files:\n  posts: \"_posts/*{number}.md\"\n",
        "copydesk.yml:2: files.posts: a path could be read in two",
    ),
    ("files:\n  posts: \"_posts/{month}.md\"\n", "copydesk.yml:2: files.posts: the month has no year"),
    (
        "files:\n  drafts: \"_drafts/{day}.md\"\n",
        "copydesk.yml:2: files.drafts: there is no {day}; did you mean {dd}?",
    ),
    ("images: {name: \"a/{yyyymmdd}*\"}\n", "copydesk.yml:1: images.name: is a file name"),
    ("images: {name: \"{yyyymmdd}/*\"}\n", "copydesk.yml:1: images.name: is a file name"),
    ("images: {name: \"{slug}\"}\n", "copydesk.yml:1: images.name: {number} and {slug} are for issues only"),
    ("images: {name: \"../{yyyymmdd}*\"}\n", "copydesk.yml:1: images.name: '..' leads out"),
    ("import: {notes: \"notes/{date}.md\"}\n", "copydesk.yml:1: import.notes: write the whole address"),
    (
        "import: {notes: \"https://example.org/notes\"}\n",
        "copydesk.yml:1: import.notes: the address has no {date}",
    ),
    // The front matter.
    (
        "front_matter: {title: ' '}\n",
        "copydesk.yml:1: front_matter.title: is blank; write '' if the issues have none",
    ),
    (
        "front_matter:\n  date: ''\n  date_form: '{mm}-{dd}-{yyyy}'\n",
        "copydesk.yml:3: front_matter.date_form: has no effect, because `date` is empty",
    ),
    (
        "front_matter:\n  date_form: '{mm}-{yyyy}'\n",
        "copydesk.yml:2: front_matter.date_form: '{mm}-{yyyy}' gives no day",
    ),
    (
        "front_matter:\n  date_form: '{date}-{slug}'\n",
        "copydesk.yml:2: front_matter.date_form: '{date}-{slug}' is no form of a date alone",
    ),
    (
        "front_matter: {date_is: posting}\n",
        "copydesk.yml:1: front_matter.date_is: 'posting' is none of the values; ",
    ),
    ("cadence: weekly\n", "copydesk.yml:1: cadence: 'weekly' is no cadence; write 'every Monday'"),
    (
        "cadence: every Tuesday\nweekday: monday\n",
        "copydesk.yml:2: weekday: has no effect, because `cadence` says every Tuesday; remove one of them",
    ),
    ("time_zone: Europe/Atlantis\n", "copydesk.yml:1: time_zone: 'Europe/Atlantis' is no time zone"),
    (
        "front_matter:\n  required: [title, title]\n",
        "copydesk.yml:2: front_matter.required[1]: 'title' is in the list twice",
    ),
    (
        "front_matter:\n  required: [' title']\n",
        "copydesk.yml:2: front_matter.required[0]: ' title' matches nothing",
    ),
    ("notes: ['']\n", "copydesk.yml:1: notes[0]: is blank"),
    ("section_levels: [2, 7]\n", "copydesk.yml:1: section_levels[1]: 7 is not a heading level"),
    ("section_levels: []\n", "copydesk.yml:1: section_levels: is empty"),
    // How the newsletter writes.
    ("style: {source: \" - here\"}\n", "copydesk.yml:1: style.source: ' - here' has no {}"),
    ("style: {words: [' relm']}\n", "copydesk.yml:1: style.words[0]: ' relm' matches nothing"),
    (
        "style: {sources: {Nest: ['https://nest.example']}}\n",
        "copydesk.yml:1: style.sources.Nest[0]: 'https://nest.example' is not a host name",
    ),
    ("style: {sources: {Nest: []}}\n", "copydesk.yml:1: style.sources.Nest: has no host"),
    (
        "style: {labels: {film: [www.nest.example]}}\n",
        "copydesk.yml:1: style.labels.film[0]: 'www.nest.example' matches nothing; write it without www.",
    ),
    (
        "style:\n  spellings:\n    WiFi: [WiFi]\n",
        "copydesk.yml:3: style.spellings.WiFi[0]: 'WiFi' is the house's spelling",
    ),
    (
        "style:\n  spellings:\n    Lamp: [Github]\n",
        "copydesk.yml:3: style.spellings.Lamp[0]: 'Github' is already another spelling of 'GitHub'",
    ),
    (
        "images: {standing: [img/blinka.png]}\n",
        "copydesk.yml:1: images.standing[0]: 'img/blinka.png' matches no image",
    ),
    (
        "images: {hosts: ['https://example.org']}\n",
        "copydesk.yml:1: images.hosts[0]: 'https://example.org' is not a host name",
    ),
    (
        "extends: this-week-in-rust\nimages: {hosts: [example.org]}\n",
        "copydesk.yml:2: images.hosts: has no effect without files.assets",
    ),
    ("images:\n  flash_warning: ' '\n", "copydesk.yml:2: images.flash_warning: is blank"),
    ("images:\n  alt_placeholders: ['']\n", "copydesk.yml:2: images.alt_placeholders[0]: is blank"),
    ("placeholders: {tokens: ['…x']}\n", "copydesk.yml:1: placeholders.tokens[0]: '…x' needs a beginning"),
    (
        "placeholders: {word_ends: [mmdd, mmdd]}\n",
        "copydesk.yml:1: placeholders.word_ends[1]: 'mmdd' is in the list twice",
    ),
    ("placeholders: {numbers: [' N']}\n", "copydesk.yml:1: placeholders.numbers[0]: ' N' matches nothing"),
    ("placeholders: {texts: ['a ']}\n", "copydesk.yml:1: placeholders.texts[0]: 'a ' matches nothing"),
    ("placeholders: {addresses: ['']}\n", "copydesk.yml:1: placeholders.addresses[0]: is blank"),
    ("template: {date: ['']}\n", "copydesk.yml:1: template.date[0]: is blank"),
    (
        "template: {date: [X], number: [X]}\n",
        "copydesk.yml:1: template.number[0]: 'X' is already replaced by the date",
    ),
    // Sections.
    (
        "sections:\n  - {id: head, title: Head, headings: [head], kinds: [opening]}\n",
        "copydesk.yml:2: sections[head].kinds: 'opening' is only for the section with the id `opening`",
    ),
    (
        "sections:\n  - id: opening\n    headings: [head]\n",
        "copydesk.yml:3: sections[opening].headings: have no effect",
    ),
    ("sections:\n  - id: news\n    outro: true\n", "copydesk.yml:3: sections[news].outro: has no effect"),
    ("unknown_after: nowhere\n", "copydesk.yml:1: unknown_after: there is no section 'nowhere'"),
    (
        "sections:\n  - id: news\n    kinds: [storys]\n",
        "copydesk.yml:3: sections[news].kinds[0]: 'storys' is none of the values; did you mean `stories`? The values are boards,",
    ),
    (
        "sections:\n  - id: news\n    kinds: [stories, stories]\n",
        "copydesk.yml:3: sections[news].kinds[1]: 'stories' is in the list twice",
    ),
    (
        "sections:\n  - {id: shop, headings: [shop], kinds: [prose]}\n",
        "copydesk.yml:2: sections[shop]: `title` is missing",
    ),
    (
        "sections:\n  - {id: shop, title: Shop, headings: [shop]}\n",
        "copydesk.yml:2: sections[shop]: `kinds` is missing",
    ),
    (
        "sections:\n  - {id: shop, title: Shop, kinds: [prose]}\n",
        "copydesk.yml:2: sections[shop]: has no `headings`",
    ),
    (
        "sections:\n  - {title: Shop, headings: [shop], kinds: [prose]}\n",
        "copydesk.yml:1: sections: a section has no `id`",
    ),
    (
        "sections:\n  - id: news\n  - id: news\n",
        "copydesk.yml:3: sections[1]: there is already a section 'news' above",
    ),
    (
        "sections:\n  - id: news\n    headings: [\"what's new?\"]\n",
        "copydesk.yml:3: sections[news].headings[0]: 'what's new?' matches no heading: headings are compared in lower case, without punctuation at the end; write 'what's new'",
    ),
    (
        "sections:\n  - id: news\n    headings: [News]\n",
        "copydesk.yml:3: sections[news].headings[0]: 'News' matches no heading",
    ),
    (
        "sections:\n  - id: news\n    headings: [icymi]\n",
        "copydesk.yml:3: sections[news].headings[0]: 'icymi' is also a heading of the section 'icymi'",
    ),
    (
        "sections:\n  - id: news\n    noun: [a, b, c]\n",
        "copydesk.yml:3: sections[news].noun: has more than two",
    ),
    ("sections:\n  - id: news\n    form: ''\n", "copydesk.yml:3: sections[news].form: is blank"),
    (
        "sections:\n  - id: news\n    title_in_heading: true\n",
        "copydesk.yml:3: sections[news].title_in_heading: has no effect: none of the section's kinds is 'feature' or 'popular'",
    ),
    ("sections:\n  - id: team\n    intro: true\n", "copydesk.yml:3: sections[team].intro: has no effect"),
    ("sections:\n  - id: news\n    lists: [a]\n", "copydesk.yml:3: sections[news].lists: has no effect"),
    (
        "sections:\n  - id: libraries\n    lists: [New Libraries]\n",
        "copydesk.yml:3: sections[libraries].lists[0]: 'New Libraries' matches no label",
    ),
    (
        "sections:\n  - id: news\n    kinds: [facts]\n",
        "copydesk.yml:3: sections[news].kinds: 'facts' finds nothing",
    ),
    (
        "sections:\n  - id: news\n    kinds: [boards]\n",
        "copydesk.yml:3: sections[news].kinds: 'boards' finds nothing",
    ),
    (
        "sections:\n  - id: boards\n    count_line: {many: many boards}\n",
        "copydesk.yml:3: sections[boards].count_line.many: 'many boards' has no {}",
    ),
    (
        "sections:\n  - id: boards\n    count_line: {anchor: []}\n",
        "copydesk.yml:3: sections[boards].count_line: `anchor` is missing",
    ),
    (
        "sections:\n  - id: streams\n    subjects: ['{} streamed']\n",
        "copydesk.yml:3: sections[streams].subjects[0]: '{} streamed' is never found",
    ),
    (
        "sections:\n  - id: thanks\n    facts:\n      - name: a\n        places: [x]\n",
        "copydesk.yml:5: sections[thanks].facts[0].places[0]: 'x' has no {}",
    ),
    (
        "sections:\n  - id: thanks\n    facts:\n      - {name: a, places: ['x {}'], form: digits}\n",
        "copydesk.yml:4: sections[thanks].facts[0].form: 'digits' is none of the values; ",
    ),
    (
        "sections:\n  - id: thanks\n    facts:\n      - name: a\n",
        "copydesk.yml:4: sections[thanks].facts[0]: `places` is missing; add `places: …`",
    ),
    // The checklist.
    (
        "checklist:\n  - {line: dates, proof: day}\n",
        "copydesk.yml:2: checklist[0].proof: 'day' is none of the values; write date,",
    ),
    (
        "checklist:\n  - {line: Dates, proof: date}\n",
        "copydesk.yml:2: checklist[0].line: 'Dates' matches no task",
    ),
    (
        "checklist:\n  - {line: date, proof: date}\n  - {line: the date, proof: title}\n",
        "copydesk.yml:3: checklist[1].line: is never reached: 'date' above it",
    ),
    (
        "checklist:\n  - {line: a, proof: section}\n",
        "copydesk.yml:2: checklist[0]: the proof 'section' needs a `section`",
    ),
    (
        "checklist:\n  - {line: a, proof: section, section: nowhere}\n",
        "copydesk.yml:2: checklist[0].section: there is no section 'nowhere'",
    ),
    (
        "checklist:\n  - {line: a, proof: title, section: news}\n",
        "copydesk.yml:2: checklist[0].section: the proof 'title' does not use it",
    ),
    (
        "checklist:\n  - {line: a, proof: linked-text}\n",
        "copydesk.yml:2: checklist[0]: the proof 'linked-text' needs a `text`",
    ),
    ("always_check: [titel]\n", "copydesk.yml:1: always_check[0]: 'titel' is neither"),
    ("always_check: [section]\n", "copydesk.yml:1: always_check[0]: the proof 'section' needs an entry"),
    // Waivers.
    ("waivers:\n  - {rule: empty-link}\n", "copydesk.yml:2: waivers[0]: `reason` is missing"),
    (
        "waivers:\n  - {rule: empty-link, reason: ' '}\n",
        "copydesk.yml:2: waivers[0].reason: the waiver of 'empty-link' has no reason",
    ),
    (
        "waivers:\n  - {rule: empty-link, reason: a, path: /a.md}\n",
        "copydesk.yml:2: waivers[0].path: matches no file: the path is absolute",
    ),
    (
        "waivers:\n  - {rule: empty-link, reason: a}\n  - {rule: empty-link, reason: b}\n",
        "copydesk.yml:3: waivers[1]: 'empty-link' is already waived there",
    ),
    // What is imported.
    ("import: {people: {Ada: Ada}}\n", "copydesk.yml:1: import.people.Ada: 'Ada' matches nobody"),
    ("import: {post: nowhere}\n", "copydesk.yml:1: import.post: there is no section 'nowhere'"),
    (
        "import: {event: \"{name} in {place}\"}\n",
        "copydesk.yml:1: import.event: {place} must be in square brackets",
    ),
    ("import: {event: \"{title}\"}\n", "copydesk.yml:1: import.event: {title} is not replaced"),
    (
        "import:\n  libraries:\n    count: Stars\n",
        "copydesk.yml:3: import.libraries.count: the section 'libraries' has no fact 'Stars'",
    ),
    (
        "import:\n  libraries:\n    top: {row: none}\n",
        "copydesk.yml:3: import.libraries.top.row: has no token",
    ),
    (
        "import:\n  news: {sections: [nowhere]}\n",
        "copydesk.yml:2: import.news.sections[0]: there is no section 'nowhere'",
    ),
];

/// A profile that extends one, by a last line, so that the lines of its values stay.
fn extending(yaml: &str) -> String {
    let extends = if yaml.contains("extends:")
        || yaml.ends_with("[\n")
        || !yaml.contains(": ") && !yaml.ends_with(":\n")
    {
        ""
    } else {
        "extends: circuitpython\n"
    };
    format!("{yaml}{extends}")
}

#[test]
fn every_mistake_is_reported_with_its_key_and_line() {
    let mut wrong = Vec::new();
    for (yaml, expected) in MISTAKES {
        match load(&extending(yaml)) {
            Ok(_) => wrong.push(format!("{yaml:?}: nothing, not {expected:?}")),
            Err(error) if error.to_string().starts_with(expected) => {}
            Err(error) => wrong.push(format!("{yaml:?}: {:?}, not {expected:?}", error.to_string())),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_says_what_to_do() {
    let mut wrong = Vec::new();
    for (yaml, _) in MISTAKES {
        let error = load(&extending(yaml)).unwrap_err().to_string();
        let (_, what) = error.split_once(": ").unwrap_or(("", &error));
        let fixes = ["; ", "write ", " such as ", "did you mean", " must be "];
        if !fixes.iter().any(|fix| what.contains(fix)) {
            wrong.push(format!("{yaml:?}: {error}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_message_has_the_file_and_the_line() {
    // Of the whole file.
    let without_line = ["", "# nothing yet\n"];
    for (yaml, _) in MISTAKES.iter().filter(|(yaml, _)| !without_line.contains(yaml)) {
        let error = load(&extending(yaml)).unwrap_err().to_string();
        let line = error.strip_prefix("copydesk.yml:").and_then(|rest| rest.split([':', ' ']).next());
        assert!(line.is_some_and(|line| line.parse::<usize>().is_ok()), "{yaml:?}: {error}");
    }
}

#[test]
fn values_with_an_effect_are_accepted() {
    for yaml in [
        "extends: this-week-in-rust\n",
        "files: {drafts: \"./drafts/{yyyymmdd}.md\", posts: \"drafts/{date}*\", assets: ~}\nimages: {hosts: []}\n",
        "files: {assets: \"img/{yyyy}/{date}\"}\n",
        "files: {assets: images}\n",
        "files: {drafts: draft.md, posts: \"_posts/{date}-{week_year}-W{week}.md\"}\n",
        "files: {drafts: \"next/{number}.md\", posts: \"docs/{yyyy}/issue-{number:03}/index.mdx\"}\n",
        "files: {drafts: \"next/{yy}{mm}{dd}-*.md\", posts: \"{yyyy}/{month:short}/{dd}.md\"}\n",
        "unknown_before: prose\n",
        "style: {spellings: {WiFi: []}}\n",
        "sections:\n  - {id: shop, title: Shop, headings: [\"* shop\", shop], kinds: [prose]}\n",
        "sections:\n  - {id: news, required: false}\n  - {id: feature, heading_placeholders: [Top]}\n",
        "checklist: []\nalways_check: [title, image-widths]\n",
        "waivers:\n  - {rule: hotlinked-image, path: \"_posts/2018-*\", reason: old}\n  - {rule: hotlinked-image, path: ./_posts/2019-01-01-a.md, reason: old}\n",
        "language: pt-BR\nrules: {empty-link: hint}\nmay_come_again: [\"example.org/*\"]\n",
        "files: {site_roots: [static, .vuepress/public/]}\nfront_matter: {syntax: yaml}\n",
        "front_matter: {syntax: none}\n",
        "sections:\n  - {id: news, allow_repeats: false, repeats: [new, boards], rules: {empty-link: off}}\n",
        "weekday: ~\nrenderer: ~\nimport: {notes: \"https://example.org/{yyyy}/{date}\"}\n",
    ] {
        if let Err(error) = load(&extending(yaml)) {
            panic!("{yaml:?}: {error}");
        }
    }
}

#[test]
fn nothing_in_the_built_in_profiles_is_without_effect() {
    for (name, _, _) in BUILT_IN {
        let found = super::check(&built_in(name).unwrap());
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}
