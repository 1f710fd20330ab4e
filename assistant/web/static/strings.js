// Every word of the interface, in each language. Words of documents and answers are not here.

const STRINGS = {
  en: {
    title: "Footnote",
    ask_label: "Question",
    ask_placeholder: "Ask about the documents",
    ask: "Ask",
    stop: "Stop",
    chat: "Chat",
    documents: "Documents",
    conversations: "Conversations",
    new_conversation: "New conversation",
    close: "Close",
    skip: "Skip to the question",
    theme: "Appearance",
    theme_auto: "As the system",
    theme_light: "Light",
    theme_dark: "Dark",

    welcome: { one: "Ask about this document", other: "Ask about these {n} documents" },
    welcome_empty: "There are no documents to ask about yet",
    welcome_text:
      "Each sentence of an answer has a footnote that opens the document at the very words it comes from. If the documents don’t say, the answer says so.",
    welcome_more: "and {n} more",
    synced: "Last read {when}.",
    could_ask: "You could ask",
    earlier: "Earlier conversations",

    read_as: "Read as: ",
    reading: "Reading…",
    searched: { one: "Searched: {title}.", other: "Searched {n} documents." },
    searched_scope: { one: "Searched the chosen document.", other: "Searched {n} chosen documents." },
    refusal: "The documents don’t say.",
    rephrase:
      "Try the words that the documents might use, or name who or what you mean in full.",
    instead: "What they do answer",
    nearest: "Nearest passages (not an answer)",
    unsure: "The documents may not answer this. These sentences come nearest.",
    fairly: "This may answer it, or only be near it.",
    not_confirmed: "The cited words do not confirm this.",
    unchecked: "not yet checked",
    struck: "Not borne out: ",
    taken_back: "What was written so far is taken back.",
    written_by: "Written by {model}, each sentence checked against its footnotes.",
    writes_there: "Answers are written by {model} at {where}: your question, the conversation and the passages found are sent there.",
    writes_here: "Answers are written by {model}: your question, the conversation and the passages found are sent to a server on this machine.",
    lead_one: "The document says:",
    lead_several: "The documents say:",
    left_out_sentences: {
      one: "One sentence was left out, as the documents don’t bear it out.",
      other: "{n} sentences were left out, as the documents don’t bear them out.",
    },
    own_words: "These are the documents’ own words.",
    why_nothing: "Nothing that the language model wrote is borne out by the documents.",
    why_declined: "The language model saw no answer in what was found.",
    why_timeout: "The language model did not answer in time.",
    why_unreachable: "The language model could not be reached.",
    why_limited: "The language model takes no more requests for now.",
    why_unauthorised: "The language model’s server refused the key.",
    why_unknown_model: "The language model’s server does not know this model.",
    why_server: "The language model’s server failed.",
    why_cut: "The language model’s answer broke off.",
    why_empty: "The language model said nothing.",
    why_endless: "The language model did not come to an end.",
    why_encoding: "The language model’s answer could not be read.",
    why_echo: "The language model repeated its instructions.",
    why_resting: "The language model failed before and is not asked for a while.",
    why_crowded: "The question leaves the language model no room for what was found.",
    stopped: "Stopped.",
    failed: "Something went wrong while answering. Please ask again.",
    unreachable: "The server does not answer. Is it still running? Ask again once it is.",
    restarted: "The server was started anew while it answered. Ask again.",
    no_reply: "The server did not take the question up. Ask again.",
    wait: "An answer is on its way: wait for it, or stop it.",
    clear_sure: "Remove every question of this conversation?",
    delete_sure: "Delete the conversation “{title}” from this browser?",
    footnote: "Footnote {n}, {title}",
    stale: "the source has changed",
    stale_missing: "the source is gone",
    sources: { one: "Source ({n})", other: "Sources ({n})" },
    for_context: ", for context",
    page: "page {n}",
    paragraph: "paragraph {n} of {of}",
    row: "row {n}",
    sheet_row: "{sheet}, row {n}",
    follow_ups: "Ask next",
    announce: { one: "Answer ready, with {n} footnote.", other: "Answer ready, with {n} footnotes." },

    copy: "Copy",
    copy_as: "Copy as",
    copy_text: "Text",
    copy_markdown: "Markdown",
    copy_html: "HTML",
    copied: "Copied.",
    not_copied: "The browser does not let this page copy.",
    link: "Link",
    link_label: "Copy a link to this answer",
    retry: "Ask again",
    edit: "Edit",
    edit_label: "Edit this question",
    edit_save: "Ask this",
    edit_sure: {
      one: "The question after it will be removed once this one is answered.",
      other: "The {n} questions after it will be removed once this one is answered.",
    },
    cancel: "Cancel",
    undo: "Undo",
    undo_label: "Take back the last question",
    clear: "Clear",
    clear_label: "Remove every question of this conversation",
    export: "Export",
    export_markdown: "Export as Markdown",
    export_html: "Export as HTML",
    print: "Print",
    export_failed: "The export could not be made: {why}",
    export_none: "Nothing has been answered yet: there is nothing to export.",
    export_left_out: {
      one: "Saved, without one question that has no answer.",
      other: "Saved, without {n} questions that have no answer.",
    },
    delete: "Delete",
    delete_named: "Delete the conversation “{title}”",
    none_kept: "No conversation is kept yet.",
    kept_here: "Conversations are kept in this browser only.",
    store_full:
      "This browser’s store is full: the conversation goes on but is not kept. Delete others to keep it.",
    tools: "Conversation tools",
    actions: "What to do with this answer",
    show_in_source: "Show in the source",

    good: "Good answer",
    bad: "Something is wrong with this answer",
    what_wrong: "What is wrong?",
    answer_wrong: "The answer is wrong",
    evidence_wrong: "The quoted words don’t support it",
    should_refuse: "The documents don’t say this",
    should_answer: "The documents do say this",
    comment: "In your words (optional)",
    send: "Send",
    thanks: "Noted. Thank you.",
    feedback_failed: "It could not be noted: {why}",

    source: "Source",
    source_changed:
      "This document has changed since the answer was given; these words no longer stand in it:",
    source_moved: "This document has changed; the quoted words still stand in it, here.",
    source_missing: "This document cannot be opened: {why}",
    page_pictures: "Pages with the quoted words",
    page_picture: "Page {n} of “{title}”, with the quoted words marked; they are in the text below too",
    page_missing: "This page cannot be shown.",
    original: "Original file",
    previous: "Previous",
    next: "Next",
    cited_of: "{n} of {of} cited",
    back_to: "Back to footnote {n} in the answer",
    find: "Find in this document",
    found_of: "{n} of {of}",
    found_none: "Not found",

    filter: "Find a document",
    ask_about: "Ask about “{title}” only",
    scope: { one: "Asking 1 document", other: "Asking {n} documents" },
    scope_clear: "Ask all documents",
    scope_gone: {
      one: "A document that was chosen is gone; it is no longer asked.",
      other: "{n} documents that were chosen are gone; they are no longer asked.",
    },
    characters: { one: "{n} character", other: "{n} characters" },
    passages: { one: "{n} passage", other: "{n} passages" },
    pages: { one: "{n} page", other: "{n} pages" },
    dated: "dated {day}",
    indexed: "read {when}",
    not_read: { one: "{n} file could not be read", other: "{n} files could not be read" },
    left_out: { one: "{n} file was left out", other: "{n} files were left out" },
    indexing: "Reading what is new: {share} %",
    pace: "{rate}, about {left} left",
    sync_error: "The last reading of the folder failed: {why}",
    upload: "Add files or a folder",
    upload_files: "Choose files",
    upload_folder: "Choose a folder",
    upload_drop: "Drop files or folders here, or choose them.",
    uploading: "{name}: {share} %",
    uploaded: "{name}: there, being read",
    upload_failed: "{name}: {why}",
    upload_hidden: "{name}: left out, as its name begins with a dot",
    upload_twice: "{name}: left out, as another file here has the same name",
    upload_kept: "{name}: left as it was",
    replace_sure: "“{name}” is there already. Replace it?",
    replace: "Replace",
    replace_named: "Replace “{title}” with another file",
    remove: "Remove",
    remove_named: "Remove “{title}”",
    remove_sure: "Remove “{title}” from the folder on the server?",

    how: "How this was found",
    understood: "Understood as: ",
    confidence: "Confidence {share}; below {least} there is no answer.",
    whole: " The documents were read whole, not searched.",
    searched_for: "Searched for ",
    words_searched: "Words searched, and how telling each is",
    chosen: "Sentences chosen",
    came_nearest: "Sentences that came nearest",
    parts: "What makes up the confidence of {share} (log odds)",
    best_of: { one: "Best {shown} of {n} passage", other: "Best {shown} of {n} passages" },
    time: "Time",
    writing: "What became of the writing",
    writing_statements: "sentences written",
    writing_recited: "cited anew",
    writing_rewritten: "rewritten",
    writing_dropped: "not borne out",
    writing_unknown: "unknown markers",
    writing_evidence: "sentences given",
    writing_trimmed: "without room",
    writing_cost: "What the writing took",
    writing_prompt_tokens: "tokens read",
    writing_completion_tokens: "tokens written",
    helping: "What the language model was asked beside it",
    helping_rewriting: "the question in full",
    helping_expansion: "other words to search",
    helping_repair: "sentences to mend",
    helping_translation: "sentences to translate",
    helping_cost: {
      one: "{n} request, {read} tokens read, {said} written, {ms} ms",
      other: "{n} requests, {read} tokens read, {said} written, {ms} ms",
    },
    context_share: "for context",
    share: "share {share}",
    found_place: "{title}, characters {start}–{end}",
    score: "score {n}",
    meaning: "meaning {n} ({rank})",
    best_sentence: "best sentence {n}",
    by_words: "words {n} ({rank})",
    rank: "no. {n}",
    no_rank: "not found",
    step_encode: "question into a vector",
    step_dense: "search by meaning",
    step_lexical: "search by words",
    step_load: "put together",
    step_retrieve: "search in all",
    step_read: "reading",
    step_first: "first word",
    step_write: "writing",
    step_check: "checking",
    step_total: "from question to answer",
  },
  es: {
    title: "Footnote",
    ask_label: "Pregunta",
    ask_placeholder: "Pregunte sobre los documentos",
    ask: "Preguntar",
    stop: "Parar",
    chat: "Chat",
    documents: "Documentos",
    conversations: "Conversaciones",
    new_conversation: "Conversación nueva",
    close: "Cerrar",
    skip: "Ir a la pregunta",
    theme: "Apariencia",
    theme_auto: "Como el sistema",
    theme_light: "Clara",
    theme_dark: "Oscura",

    welcome: { one: "Pregunte sobre este documento", other: "Pregunte sobre estos {n} documentos" },
    welcome_empty: "Aún no hay documentos sobre los que preguntar",
    welcome_text:
      "Cada frase de una respuesta lleva una nota que abre el documento en las palabras exactas de las que procede. Si los documentos no lo dicen, la respuesta lo dice.",
    welcome_more: "y {n} más",
    synced: "Última lectura: {when}.",
    could_ask: "Puede preguntar",
    earlier: "Conversaciones anteriores",

    read_as: "Leído como: ",
    reading: "Leyendo…",
    searched: { one: "Se buscó en: {title}.", other: "Se buscó en {n} documentos." },
    searched_scope: {
      one: "Se buscó en el documento elegido.",
      other: "Se buscó en {n} documentos elegidos.",
    },
    refusal: "Los documentos no lo dicen.",
    rephrase:
      "Pruebe con las palabras que podrían usar los documentos, o nombre por completo de quién o de qué se trata.",
    instead: "A lo que sí responden",
    nearest: "Pasajes más cercanos (no son una respuesta)",
    unsure: "Quizá los documentos no respondan a esto. Estas frases son las más cercanas.",
    fairly: "Puede que esto responda, o que solo se acerque.",
    not_confirmed: "Las palabras citadas no lo confirman.",
    unchecked: "sin comprobar todavía",
    struck: "Sin respaldo: ",
    taken_back: "Se retira lo escrito hasta ahora.",
    written_by: "Escrito por {model}; cada frase se ha comprobado con sus notas.",
    writes_there: "Las respuestas las escribe {model} en {where}: allí se envían su pregunta, la conversación y los pasajes encontrados.",
    writes_here: "Las respuestas las escribe {model}: su pregunta, la conversación y los pasajes encontrados se envían a un servidor en este equipo.",
    lead_one: "El documento dice:",
    lead_several: "Los documentos dicen:",
    left_out_sentences: {
      one: "Se omitió una frase que los documentos no respaldan.",
      other: "Se omitieron {n} frases que los documentos no respaldan.",
    },
    own_words: "Estas son palabras de los propios documentos.",
    why_nothing: "Los documentos no respaldan nada de lo que escribió el modelo.",
    why_declined: "El modelo no vio ninguna respuesta en lo encontrado.",
    why_timeout: "El modelo no respondió a tiempo.",
    why_unreachable: "No se pudo llegar al modelo.",
    why_limited: "El modelo no acepta más peticiones por ahora.",
    why_unauthorised: "El servidor del modelo rechazó la clave.",
    why_unknown_model: "El servidor del modelo no conoce este modelo.",
    why_server: "El servidor del modelo falló.",
    why_cut: "La respuesta del modelo se cortó.",
    why_empty: "El modelo no dijo nada.",
    why_endless: "El modelo no llegaba a terminar.",
    why_encoding: "No se pudo leer la respuesta del modelo.",
    why_echo: "El modelo repitió sus instrucciones.",
    why_resting: "El modelo falló antes y no se le pregunta durante un rato.",
    why_crowded: "La pregunta no deja al modelo sitio para lo encontrado.",
    stopped: "Parado.",
    failed: "Algo falló al responder. Pregunte otra vez.",
    unreachable: "El servidor no responde. ¿Sigue en marcha? Pregunte otra vez cuando lo esté.",
    restarted: "El servidor se reinició mientras respondía. Pregunte otra vez.",
    no_reply: "El servidor no atendió la pregunta. Pregunte otra vez.",
    wait: "Hay una respuesta en camino: espérela o párela.",
    clear_sure: "¿Quitar todas las preguntas de esta conversación?",
    delete_sure: "¿Borrar de este navegador la conversación «{title}»?",
    footnote: "Nota {n}, {title}",
    stale: "la fuente ha cambiado",
    stale_missing: "la fuente ya no está",
    sources: { one: "Fuente ({n})", other: "Fuentes ({n})" },
    for_context: ", como contexto",
    page: "página {n}",
    paragraph: "párrafo {n} de {of}",
    row: "fila {n}",
    sheet_row: "{sheet}, fila {n}",
    follow_ups: "Preguntar después",
    announce: { one: "Respuesta lista, con {n} nota.", other: "Respuesta lista, con {n} notas." },

    copy: "Copiar",
    copy_as: "Copiar como",
    copy_text: "Texto",
    copy_markdown: "Markdown",
    copy_html: "HTML",
    copied: "Copiado.",
    not_copied: "El navegador no permite que esta página copie.",
    link: "Enlace",
    link_label: "Copiar un enlace a esta respuesta",
    retry: "Preguntar otra vez",
    edit: "Editar",
    edit_label: "Editar esta pregunta",
    edit_save: "Preguntar esto",
    edit_sure: {
      one: "La pregunta que le sigue se quitará en cuanto esta tenga respuesta.",
      other: "Las {n} preguntas que le siguen se quitarán en cuanto esta tenga respuesta.",
    },
    cancel: "Cancelar",
    undo: "Deshacer",
    undo_label: "Retirar la última pregunta",
    clear: "Vaciar",
    clear_label: "Quitar todas las preguntas de esta conversación",
    export: "Exportar",
    export_markdown: "Exportar como Markdown",
    export_html: "Exportar como HTML",
    print: "Imprimir",
    export_failed: "No se pudo exportar: {why}",
    export_none: "Aún no hay ninguna respuesta que exportar.",
    export_left_out: {
      one: "Guardado, sin una pregunta que no tiene respuesta.",
      other: "Guardado, sin {n} preguntas que no tienen respuesta.",
    },
    delete: "Borrar",
    delete_named: "Borrar la conversación «{title}»",
    none_kept: "Aún no se guarda ninguna conversación.",
    kept_here: "Las conversaciones se guardan solo en este navegador.",
    store_full:
      "El almacén de este navegador está lleno: la conversación sigue pero no se guarda. Borre otras para guardarla.",
    tools: "Herramientas de la conversación",
    actions: "Qué hacer con esta respuesta",
    show_in_source: "Mostrar en la fuente",

    good: "Buena respuesta",
    bad: "Algo está mal en esta respuesta",
    what_wrong: "¿Qué está mal?",
    answer_wrong: "La respuesta es incorrecta",
    evidence_wrong: "Las palabras citadas no la apoyan",
    should_refuse: "Los documentos no dicen esto",
    should_answer: "Los documentos sí lo dicen",
    comment: "Con sus palabras (opcional)",
    send: "Enviar",
    thanks: "Anotado. Gracias.",
    feedback_failed: "No se pudo anotar: {why}",

    source: "Fuente",
    source_changed:
      "Este documento ha cambiado desde que se dio la respuesta; estas palabras ya no están en él:",
    source_moved: "Este documento ha cambiado; las palabras citadas siguen en él, aquí.",
    source_missing: "Este documento no se puede abrir: {why}",
    page_pictures: "Páginas con las palabras citadas",
    page_picture: "Página {n} de «{title}», con las palabras citadas marcadas; también están en el texto de abajo",
    page_missing: "Esta página no se puede mostrar.",
    original: "Archivo original",
    previous: "Anterior",
    next: "Siguiente",
    cited_of: "{n} de {of} citas",
    back_to: "Volver a la nota {n} de la respuesta",
    find: "Buscar en este documento",
    found_of: "{n} de {of}",
    found_none: "No aparece",

    filter: "Buscar un documento",
    ask_about: "Preguntar solo sobre «{title}»",
    scope: { one: "Se pregunta a 1 documento", other: "Se pregunta a {n} documentos" },
    scope_clear: "Preguntar a todos",
    scope_gone: {
      one: "Un documento elegido ya no está; no se le pregunta más.",
      other: "{n} documentos elegidos ya no están; no se les pregunta más.",
    },
    characters: { one: "{n} carácter", other: "{n} caracteres" },
    passages: { one: "{n} pasaje", other: "{n} pasajes" },
    pages: { one: "{n} página", other: "{n} páginas" },
    dated: "con fecha {day}",
    indexed: "leído {when}",
    not_read: { one: "{n} archivo no se pudo leer", other: "{n} archivos no se pudieron leer" },
    left_out: { one: "{n} archivo quedó fuera", other: "{n} archivos quedaron fuera" },
    indexing: "Leyendo lo nuevo: {share} %",
    pace: "{rate}, quedan unos {left}",
    sync_error: "La última lectura de la carpeta falló: {why}",
    upload: "Añadir archivos o una carpeta",
    upload_files: "Elegir archivos",
    upload_folder: "Elegir una carpeta",
    upload_drop: "Suelte aquí archivos o carpetas, o elíjalos.",
    uploading: "{name}: {share} %",
    uploaded: "{name}: recibido, se está leyendo",
    upload_failed: "{name}: {why}",
    upload_hidden: "{name}: se deja fuera, pues su nombre empieza por un punto",
    upload_twice: "{name}: se deja fuera, pues otro archivo de aquí se llama igual",
    upload_kept: "{name}: se deja como estaba",
    replace_sure: "«{name}» ya está. ¿Sustituirlo?",
    replace: "Sustituir",
    replace_named: "Sustituir «{title}» por otro archivo",
    remove: "Quitar",
    remove_named: "Quitar «{title}»",
    remove_sure: "¿Quitar «{title}» de la carpeta del servidor?",

    how: "Cómo se encontró",
    understood: "Entendido como: ",
    confidence: "Confianza {share}; por debajo de {least} no hay respuesta.",
    whole: " Los documentos se leyeron enteros, sin búsqueda.",
    searched_for: "Se buscó ",
    words_searched: "Palabras buscadas, y cuánto dice cada una",
    chosen: "Frases elegidas",
    came_nearest: "Frases más cercanas",
    parts: "De qué se compone la confianza de {share} (logaritmo de posibilidades)",
    best_of: { one: "Los mejores {shown} de {n} pasaje", other: "Los mejores {shown} de {n} pasajes" },
    time: "Tiempo",
    writing: "Qué fue de lo escrito",
    writing_statements: "frases escritas",
    writing_recited: "citadas de nuevo",
    writing_rewritten: "reescritas",
    writing_dropped: "sin respaldo",
    writing_unknown: "marcas desconocidas",
    writing_evidence: "frases dadas",
    writing_trimmed: "sin sitio",
    writing_cost: "Qué costó escribir",
    writing_prompt_tokens: "tokens leídos",
    writing_completion_tokens: "tokens escritos",
    helping: "Qué más se le pidió al modelo de lenguaje",
    helping_rewriting: "la pregunta completa",
    helping_expansion: "otras palabras para buscar",
    helping_repair: "frases por corregir",
    helping_translation: "frases por traducir",
    helping_cost: {
      one: "{n} petición, {read} tokens leídos, {said} escritos, {ms} ms",
      other: "{n} peticiones, {read} tokens leídos, {said} escritos, {ms} ms",
    },
    context_share: "como contexto",
    share: "parte {share}",
    found_place: "{title}, caracteres {start}–{end}",
    score: "valor {n}",
    meaning: "sentido {n} ({rank})",
    best_sentence: "mejor frase {n}",
    by_words: "palabras {n} ({rank})",
    rank: "n.º {n}",
    no_rank: "no aparece",
    step_encode: "pregunta a vector",
    step_dense: "búsqueda por sentido",
    step_lexical: "búsqueda por palabras",
    step_load: "reunir",
    step_retrieve: "búsqueda en total",
    step_read: "lectura",
    step_first: "primera palabra",
    step_write: "escritura",
    step_check: "comprobación",
    step_total: "de la pregunta a la respuesta",
  },
};

// What the server says in English, as it says it; `{name}` stands for what it fills in.
const TOLD = {
  es: {
    "Hello. Ask me something about the documents; I answer in their own words.":
      "Hola. Pregúnteme algo sobre los documentos; respondo con sus propias palabras.",
    "You're welcome.":
      "De nada.",
    "Good. Ask on whenever you like.":
      "Bien. Siga preguntando cuando quiera.",
    "Goodbye.":
      "Adiós.",
    "I answer questions from the documents here, sentence by sentence, each with a footnote to the exact words. Where the documents don't say, I say so.":
      "Respondo con lo que dicen estos documentos, frase por frase, cada una con una nota que lleva a las palabras exactas. Si los documentos no lo dicen, lo digo.",
    "I am a program that finds sentences in the documents here and quotes them; nothing I show was written by a language model.":
      "Soy un programa que busca frases en estos documentos y las cita; nada de lo que muestro lo ha escrito un modelo de lenguaje.",
    "I am a program that finds sentences in the documents here. The language model {model} writes answers from them, and each sentence of it is checked against what it cites.":
      "Soy un programa que busca frases en estos documentos. El modelo de lenguaje {model} escribe con ellas las respuestas, y cada frase se comprueba con lo que cita.",
    "1 document: {titles}.":
      "1 documento: {titles}.",
    "{n} documents: {titles}; and {more} more.":
      "{n} documentos: {titles}; y {more} más.",
    "{n} documents: {titles}.":
      "{n} documentos: {titles}.",
    "{said} This question seems to be in {language}. The embedding model here reads {reads}, so documents were found by their words alone.":
      "{said}",
    "This question seems to be in {language}. The embedding model here reads {reads}, so documents were found by their words alone.":
      "El modelo de búsqueda no lee la lengua de la pregunta; se ha buscado solo por palabras.",
    "Not found in the documents: “{asked}”":
      "No se encuentra en los documentos: «{asked}»",
    "The language model’s own translation of these sentences was what could be checked.":
      "Lo que se pudo comprobar es la traducción de estas frases por el propio modelo.",
    "Something went wrong while answering. Please ask again; the server's log has the reason.":
      "Algo falló al responder. Pregunte otra vez; el registro del servidor dice por qué.",
    "The question could not be read. Load the page anew and ask again.":
      "No se pudo leer la pregunta. Recargue la página y pregunte otra vez.",
    "A document that was asked about is not there any more. Ask again.":
      "Un documento por el que se preguntó ya no está. Pregunte otra vez.",
    "Too many questions are waiting. Ask again shortly.":
      "Hay demasiadas preguntas en espera. Pregunte otra vez dentro de poco.",
    "the question is empty; ask something about the documents":
      "La pregunta está vacía; pregunte algo sobre los documentos.",
    "the question has {n} characters; ask it in at most {most}":
      "La pregunta tiene {n} caracteres; hágala con {most} como mucho.",
    "{name}: there is no such document here; leave it out":
      "{name}: ese documento no está aquí; quítelo de la selección.",
    "Documents cannot be added or removed here; start the server with --allow-upload to allow it.":
      "Aquí no se pueden añadir ni quitar documentos; inicie el servidor con --allow-upload para permitirlo.",
    "The document did not come whole.":
      "El documento no llegó entero.",
    "{name}: type {type}; {known} can be indexed":
      "{name}: tipo {type}; se pueden leer {known}",
    "Feedback is not kept by this server; its owner can start it with --feedback on.":
      "Este servidor no guarda valoraciones; su dueño puede iniciarlo con --feedback on.",
    "The feedback was not kept: it cannot be written at the moment. Try again later.":
      "La valoración no se guardó: ahora no se puede escribir. Inténtelo más tarde.",
  },
};

/** The first of the browser's languages that there are strings for, else English. */
export const language =
  (navigator.languages ?? []).map((tag) => tag.split("-")[0]).find((tag) => tag in STRINGS) ?? "en";

const rules = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);
const times = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

/** A string of the interface; `{name}` in it stands for a value, `n` decides one or other. */
export function t(key, values = {}) {
  const found = STRINGS[language][key];
  const words = typeof found === "string" ? found : (found[rules.select(values.n)] ?? found.other);
  return words.replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
}

/** What the server says, in the language of the page where there are words for it. */
export function inWords(text) {
  for (const [said, words] of Object.entries(TOLD[language] ?? {})) {
    const filled = form(said).exec(text);
    if (filled) return words.replace(/\{(\w+)\}/g, (_, name) => filled.groups[name]);
  }
  return text;
}

/** What matches an English sentence of `TOLD`, with anything in its places. */
function form(said) {
  const plain = said.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return new RegExp(`^${plain.replace(/\{(\w+)\}/g, "(?<$1>.+?)")}$`, "s");
}

const shown = (value) => (typeof value === "number" ? numbers.format(value) : String(value));

/** A number as the language writes it. */
export const count = (n) => numbers.format(n);

/** A moment, given as ISO text, in the words of the language. */
export const moment = (iso) => times.format(new Date(iso));

/** A share between 0 and 1 in percent. */
export const percent = (share) =>
  new Intl.NumberFormat(language, { style: "percent" }).format(share);

const measured = (value, unit, unitDisplay) =>
  new Intl.NumberFormat(language, {
    style: "unit",
    unit,
    unitDisplay,
    maximumSignificantDigits: 2,
  }).format(value);

/** Bytes a second, in the unit that fits. */
export function speed(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const size = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return measured(bytes / 1000 ** size, `${units[size]}-per-second`, "short");
}

/** How long something takes, roughly. */
export function duration(seconds) {
  if (seconds < 90) return measured(Math.max(1, Math.round(seconds)), "second", "long");
  if (seconds < 5400) return measured(Math.round(seconds / 60), "minute", "long");
  return measured(seconds / 3600, "hour", "long");
}
