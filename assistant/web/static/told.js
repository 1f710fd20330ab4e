// What the server says in English, in the languages of the page.
import { language } from "./strings.js";
import { OF_FILES } from "./told-of-files.js";

// As the server says it; `{name}` stands for what it fills in, and the first that fits counts.
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
    "I can't judge whether what the documents say is true; I only show it. The footnotes of an answer lead to the exact words: read them where they stand.":
      "No puedo juzgar si es verdad lo que dicen los documentos; solo lo muestro. Las notas de una respuesta llevan a las palabras exactas: léalas en su lugar.",
    "I only answer questions, with what the documents here say; I follow no other instructions.":
      "Solo respondo preguntas, con lo que dicen estos documentos; no sigo otras instrucciones.",
    "I am a program that finds sentences in the documents here and quotes them; nothing I show was written by a language model.":
      "Soy un programa que busca frases en estos documentos y las cita; nada de lo que muestro lo ha escrito un modelo de lenguaje.",
    "I am a program that finds sentences in the documents here. The language model {model} writes answers from them, and each sentence of it is checked against what it cites.":
      "Soy un programa que busca frases en estos documentos. El modelo de lenguaje {model} escribe con ellas las respuestas, y cada frase se comprueba con lo que cita.",
    "There are {n} documents, too many for one answer about all. Name one, or choose one in the list: {titles}; and {more} more.":
      "Hay {n} documentos, demasiados para una respuesta sobre todos. Nombre uno o elíjalo en la lista: {titles}; y {more} más.",
    "There are {n} documents, too many for one answer about all. Name one, or choose one in the list: {titles}.":
      "Hay {n} documentos, demasiados para una respuesta sobre todos. Nombre uno o elíjalo en la lista: {titles}.",
    "Only the first {read} of {every} documents were looked through.":
      "Solo se han recorrido los primeros {read} de {every} documentos.",
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
    "Too many requests in a short time. Try again in a second.":
      "Demasiadas peticiones en poco tiempo. Inténtelo dentro de un segundo.",
    "Too many requests in a short time. Try again in {n} seconds.":
      "Demasiadas peticiones en poco tiempo. Inténtelo dentro de {n} segundos.",
    "The body is over {most} bytes.":
      "Es demasiado grande: se aceptan {most} bytes como mucho.",
    "The body is not JSON with a session_hash. Load the page anew.":
      "No se pudo leer la petición. Recargue la página.",
    "The body came too slowly.":
      "Llegó demasiado despacio.",
    "The documents cannot be read at the moment.":
      "Ahora no se pueden leer los documentos.",
    "The Chroma server cannot be used at the moment; the server's log has the reason.":
      "Ahora no se puede usar el servidor de Chroma; el registro del servidor dice por qué.",
    "Something went wrong.":
      "Algo falló.",
    // Why a sentence of a language model is struck.
    "The source does not deny this.":
      "La fuente no niega esto.",
    "The source denies this: {words}.":
      "La fuente niega esto: {words}.",
    "The source does not hold these words.":
      "La fuente no contiene estas palabras.",
    "The source does not hold {said}.":
      "La fuente no contiene {said}.",
    "The source does not say this of {said}.":
      "La fuente no dice esto de {said}.",
    "The source does not say {said}.":
      "La fuente no dice {said}.",
    "The source has it the other way round with {words}.":
      "En la fuente es al revés con {words}.",
    "The source has it the other way round: {words}.":
      "En la fuente es al revés: {words}.",
    "The source sets another bound to {said}.":
      "La fuente pone otro límite a {said}.",
    "The source says this of {other}.":
      "La fuente dice esto de {other}.",
    "The source says less than {said}.":
      "La fuente dice menos de {said}.",
    "The source says more than {said}.":
      "La fuente dice más de {said}.",
    "The source says {words}.":
      "La fuente dice {words}.",
    "The checks do not read this language: only its own words can stand.":
      "Las comprobaciones no leen esta lengua: solo valen sus propias palabras.",
    // What makes up the confidence of an answer.
    "to begin with":
      "de partida",
    "sentences speak of what is asked about":
      "hay frases que hablan de lo preguntado",
    "the model: a short answer stands in it":
      "el modelo: contiene una respuesta breve",
    "the model: the text around it answers":
      "el modelo: el texto que la rodea responde",
    "a number is asked for, and the model points at none":
      "se pide un número, y el modelo no señala ninguno",
    "meaning and words, as the light reader sees them":
      "sentido y palabras, como los ve el lector ligero",
    "meaning of the best sentence":
      "sentido de la mejor frase",
    "meaning of the best passage, against the usual one":
      "sentido del mejor pasaje, frente al habitual",
    "the question's words in the best sentence":
      "palabras de la pregunta en la mejor frase",
    "nothing there of the kind that is asked for":
      "no hay nada de la clase que se pide",
    "size of what was searched":
      "tamaño de lo buscado",
    ...OF_FILES.es,
  },
};

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
