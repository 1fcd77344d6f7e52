import { createPinia } from 'pinia'
import { createApp } from 'vue'

import { useCredentials } from '@/api/http'
import App from '@/App.vue'
import { router } from '@/router'
import { useAuth } from '@/stores/auth'

import '@/assets/main.css'

const app = createApp(App).use(createPinia())
const auth = useAuth()
useCredentials({ access: () => auth.access, renew: auth.renew })
app.use(router).mount('#app')
